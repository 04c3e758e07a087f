package io.trunkline.transport.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlinesTest {
    private static final class Named extends Deadline {
        @Override
        protected void onDeadline() {}
    }

    private static final class Orderly extends OrderlyDeadline {
        @Override
        protected void onDeadline() {}
    }

    /** Random schedules, moves, cancels and polls, against a list that is sorted each time. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void behavesAsASortedListDoes(long seed) {
        Random random = new Random(seed);
        Deadlines deadlines = new Deadlines();
        List<Deadline> model = new ArrayList<>();
        List<Deadline> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(random.nextInt(3) == 0 ? new Named() : new Orderly());
        }
        long now = Long.MAX_VALUE - 500; // Time runs over the end of long on the way.
        for (int step = 0; step < 20_000; step++) {
            Deadline one = all.get(random.nextInt(all.size()));
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    // Most come in order, as those of one timeout do.
                    int after = random.nextInt(4) == 0 ? random.nextInt(100) : 50;
                    deadlines.schedule(one, now + after);
                    model.remove(one);
                    model.add(one);
                }
                case 2 -> {
                    deadlines.cancel(one);
                    model.remove(one);
                }
                default -> {
                    now += random.nextInt(3);
                    Deadline due = deadlines.pollDue(now);
                    checkDue(seed, step, now, model, due);
                    model.remove(due);
                }
            }
            assertThat(deadlines.size()).as("seed %d step %d", seed, step).isEqualTo(model.size());
        }
    }

    private static void checkDue(long seed, int step, long now, List<Deadline> model, @Nullable Deadline due) {
        long base = now;
        Deadline earliest =
                model.stream().min(Comparator.comparingLong(d -> d.at - base)).orElse(null);
        if (earliest == null || earliest.at - now > 0) {
            assertThat(due).as("seed %d step %d", seed, step).isNull();
        } else {
            assertThat(Objects.requireNonNull(due).at)
                    .as("seed %d step %d", seed, step)
                    .isEqualTo(earliest.at);
            assertThat(model).contains(due);
        }
    }

    /** What is done where there is no memory for the heap. */
    @Test
    void aLineTakesOneThatComesTooLateAtItsPlace() {
        DeadlineLine line = new DeadlineLine();
        for (long at : new long[] {20, 10, 30, 20, 25, 5}) {
            Orderly deadline = new Orderly();
            deadline.due(at);
            line.insert(deadline);
        }
        List<Long> order = new ArrayList<>();
        while (line.first() instanceof Orderly first) {
            order.add(first.due());
            line.remove(first);
        }
        assertThat(order).containsExactly(5L, 10L, 20L, 20L, 25L, 30L);
        assertThat(line.size()).isZero();
    }

    @Test
    void dueAtItsInstantAndNotOneNanosecondBefore() {
        Deadlines deadlines = new Deadlines();
        Deadline deadline = new Named();
        deadlines.schedule(deadline, 100);

        assertThat(deadlines.pollDue(99)).isNull();
        assertThat(deadlines.nanosUntilNext(99, 1_000)).isEqualTo(1);
        assertThat(deadlines.pollDue(100)).isSameAs(deadline);
    }

    @Test
    void cancelledDeadlineLeavesNothingBehind() {
        Deadlines deadlines = new Deadlines();
        Deadline deadline = new Named();
        deadlines.schedule(deadline, 100);
        deadlines.cancel(deadline);
        deadlines.cancel(deadline);

        assertThat(deadlines.size()).isZero();
        assertThat(deadlines.poll()).isNull();
        assertThat(deadlines.nanosUntilNext(0, 7)).isEqualTo(7);
    }

    @Test
    void deadlinesThatComeInOrderNeedNoHeap() {
        Deadlines deadlines = new Deadlines();
        List<Deadline> all = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            Deadline deadline = new Orderly();
            all.add(deadline);
            deadlines.schedule(deadline, i);
        }
        assertThat(deadlines.capacity()).isEqualTo(new Deadlines().capacity());
        assertThat(deadlines.size()).isEqualTo(100_000);
        assertThat(deadlines.nanosUntilNext(-5, 1_000)).isEqualTo(5);

        all.forEach(deadlines::cancel);
        assertThat(deadlines.size()).isZero();
        assertThat(deadlines.poll()).isNull();
    }

    /** They cost memory while they are queued and nothing after; half a million are 5 s of requests at 100,000/s. */
    @Test
    void halfAMillionDeadlinesThatAreCancelledGiveTheirMemoryBack() {
        Deadlines deadlines = new Deadlines();
        int empty = deadlines.capacity();
        List<Deadline> all = new ArrayList<>();
        for (int i = 0; i < 500_000; i++) {
            Deadline deadline = new Named();
            all.add(deadline);
            deadlines.schedule(deadline, (i * 7919L) % 500_000);
        }
        assertThat(deadlines.capacity()).isBetween(500_000, 1_048_576);
        all.forEach(deadlines::cancel);

        assertThat(deadlines.size()).isZero();
        assertThat(deadlines.capacity()).isEqualTo(empty);
    }

    @Test
    void halfAMillionDeadlinesThatFireGiveTheirMemoryBack() {
        Deadlines deadlines = new Deadlines();
        int empty = deadlines.capacity();
        for (int i = 0; i < 500_000; i++) {
            deadlines.schedule(new Named(), (i * 7919L) % 500_000);
        }
        long last = -1;
        for (int i = 0; i < 500_000; i++) {
            Deadline due = Objects.requireNonNull(deadlines.pollDue(500_000));
            if (due.at < last) {
                throw new AssertionError(due.at + " after " + last);
            }
            last = due.at;
        }
        assertThat(deadlines.capacity()).isEqualTo(empty);
    }
}
