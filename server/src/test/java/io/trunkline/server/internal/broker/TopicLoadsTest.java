package io.trunkline.server.internal.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rows F30 and F33 of the faults, without a socket. */
class TopicLoadsTest {
    private final TopicLoads loads = new TopicLoads(new LocalCalls(() -> 0, Runnable::run, null), new ServerLoad(8));
    private final Queue<Runnable> workers = new ArrayDeque<>();

    @Test
    void topicGetsHalfOfTheServerAndHalfOfEachConnection() {
        TopicShares one = new TopicShares(loads, 6);
        TopicShares two = new TopicShares(loads, 6);
        List<TopicShare> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            held.add(one.tryBegin("t", "one"));
        }
        assertThat(held).doesNotContainNull();
        assertThat(one.tryBegin("t", "one")).as("half of a connection").isNull();
        assertThat(two.tryBegin("t", "two")).isNotNull();
        assertThat(two.tryBegin("t", "two")).as("half of the server").isNull();
        assertThat(two.tryBegin("u", "two")).isNotNull();
        held.get(0).end(true);
        assertThat(two.tryBegin("t", "two")).isNotNull();
    }

    /** Row 93 in spirit: names that a client invents cost nothing once their requests have ended. */
    @Test
    void topicsWithoutARequestAreForgotten() {
        TopicShares shares = new TopicShares(loads, 8);
        for (int i = 0; i < 100_000; i++) {
            requireNonNull(shares.tryBegin("t" + i, "one")).end(true);
        }
        assertThat(loads.size()).isLessThan(2_100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyPartThatWasTakenComesBack(long seed) {
        Random random = new Random(seed);
        TopicShares shares = new TopicShares(loads, 8);
        List<TopicShare> held = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextBoolean() && !held.isEmpty()) {
                held.remove(random.nextInt(held.size())).end(true);
            } else {
                TopicShare share = shares.tryBegin("t" + random.nextInt(3_000), "one");
                if (share != null) {
                    held.add(share);
                }
            }
        }
        held.forEach(share -> share.end(true));
        for (int i = 0; i < 3_000; i++) {
            assertThat(loads.find("t" + i).running()).as("seed %d", seed).isZero();
        }
    }

    @Test
    void laneRunsHalfOfTheThreadsQueuesHalfOfTheQueueAndRefusesTheRest() {
        TopicLane lane = new TopicLane(workers::add, new WorkerBounds(4, 6));
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            lane.execute(() -> ran.add(number));
        }
        assertThat(workers).hasSize(2);
        assertThatThrownBy(() -> lane.execute(() -> ran.add(9))).isInstanceOf(RejectedExecutionException.class);
        workers.remove().run();
        workers.remove().run();
        assertThat(ran).containsExactly(0, 2, 3, 4, 1);
        lane.execute(() -> ran.add(5));
        assertThat(workers).hasSize(1);
    }

    @Test
    void laneGivesItsPlaceBackWhereTheWorkersRefuse() {
        TopicLane lane = new TopicLane(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                new WorkerBounds(2, 0));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> lane.execute(() -> {}))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("full");
        }
    }

    @Test
    void taskThatThrowsDoesNotCostTheLaneAThread() {
        TopicLane lane = new TopicLane(Runnable::run, new WorkerBounds(2, 0));
        List<Integer> ran = new ArrayList<>();
        lane.execute(() -> {
            throw new IllegalStateException("a bug");
        });
        lane.execute(() -> ran.add(1));
        assertThat(ran).containsExactly(1);
    }
}
