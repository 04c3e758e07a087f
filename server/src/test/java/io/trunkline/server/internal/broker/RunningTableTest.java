package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RunningTableTest {
    private static final TopicName TOPIC = TopicName.of("t");

    private final RunningTable table = new RunningTable();
    private final FakePeer caller = new FakePeer("caller");
    private final TopicShare share = new TopicShare("t", new TopicLoad("t"));

    private static RequestHead head(UUID id) {
        return new RequestHead(TOPIC, SemVer.DEFAULT, id, null, 1);
    }

    private final class Request extends RunningRequest {
        Request(UUID id) {
            super(new AdmittedRequest(caller, RunningTableTest.head(id), share));
        }

        @Override
        void abandon() {}

        @Override
        boolean cut() {
            return false;
        }

        @Override
        protected void onDeadline() {}
    }

    /** Few ids with few bits, so that they share buckets, and come again while earlier ones of the same id are still there. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsWhatAMapFinds(long seed) {
        Random random = new Random(seed);
        Map<UUID, Request> model = new HashMap<>();
        List<Request> endedInTable = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            UUID id = new UUID(random.nextInt(3), random.nextInt(40) << 28);
            Request known = model.get(id);
            assertThat(table.find(head(id))).as("seed %d step %d", seed, step).isSameAs(known);
            if (known == null) {
                Request added = new Request(id);
                table.add(added);
                model.put(id, added);
            } else {
                assertThat(known.end(RunningRequest.State.ANSWERED)).isTrue();
                model.remove(id);
                endedInTable.add(known);
            }
            if (random.nextInt(3) == 0) {
                removeOne(endedInTable, random);
            }
            assertThat(table.size()).as("seed %d step %d", seed, step).isEqualTo(model.size() + endedInTable.size());
        }
        endedInTable.forEach(table::remove);
        assertThat(table.all()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(model.values());
    }

    private void removeOne(List<Request> ended, Random random) {
        if (!ended.isEmpty()) {
            Request gone = ended.remove(random.nextInt(ended.size()));
            table.remove(gone);
            table.remove(gone); // Without effect.
        }
    }

    @Test
    void requestThatHasEndedDoesNotHideTheNextOneOfItsId() {
        UUID id = new UUID(1, 2);
        Request first = new Request(id);
        Request second = new Request(id);
        table.add(first);
        first.end(RunningRequest.State.ANSWERED);
        assertThat(table.find(head(id))).isNull();
        table.add(second);
        table.remove(first);
        assertThat(table.find(head(id))).isSameAs(second);
    }

    @Test
    void listOfAnotherThreadHasAllThatStaysThroughout() throws Exception {
        List<Request> staying = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            staying.add(new Request(new UUID(7, i)));
            table.add(staying.get(i));
        }
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
            int looks = 0;
            do {
                assertThat(new HashSet<>(table.all())).containsAll(staying);
                looks++;
            } while (!over.get());
            return looks;
        });
        List<Request> passing = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Request request = new Request(new UUID(8, i));
            table.add(request);
            passing.add(request);
            if (i % 3 != 0) {
                table.remove(passing.remove(passing.size() / 2));
            }
        }
        over.set(true);
        assertThat(reader.get()).isPositive();
    }
}
