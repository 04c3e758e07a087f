package io.trunkline.transport.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

/**
 * Tries the interleavings of threads that hand over tasks and a loop that takes them, sleeps, wakes and ends.
 *
 * <p>The JDK's queue counts as atomic: what is tried is our use of it. Runs in every build, without an agent or a flag.
 */
class LoopTasksLincheckTest {
    @Test
    void noTaskIsLostAndNoSleepMissesOne() {
        check(Sleeping.class);
    }

    @Test
    void taskRunsOrItsGiverIsToldThatTheLoopHasEnded() {
        check(Ending.class);
    }

    /** Small scenarios, so that few tries cover their interleavings: larger ones let planted faults through. */
    private static void check(Class<?> scenario) {
        new ModelCheckingOptions()
                .iterations(30)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(0) // A task after the end would wake the loop that was forgotten.
                .addGuarantee(forClasses("java.util.concurrent.ConcurrentLinkedQueue")
                        .allMethods()
                        .treatAsAtomic())
                .check(scenario);
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalStateException(problem);
        }
    }

    /**
     * Linearizable: each task is polled once, in order. Valid at each end: the loop does not sleep past a waiting task
     * without having been woken, and was woken at most once in that sleep.
     */
    @Param(name = "task", gen = IntGen.class, conf = "1:9")
    @Param(name = "at", gen = IntGen.class, conf = "0:4")
    @Param(name = "until", gen = IntGen.class, conf = "1:4")
    public static class Sleeping {
        private static final int AT_ONCE = Integer.MIN_VALUE;

        private final AtomicInteger wakeUps = new AtomicInteger();
        private final LoopTasks tasks = new LoopTasks(wakeUps::incrementAndGet);
        private boolean asleep;
        private int wakesAt;

        @Operation
        public boolean add(@Param(name = "task") int task) {
            return tasks.add(new Numbered(task, AT_ONCE));
        }

        @Operation
        public boolean addBefore(@Param(name = "task") int task, @Param(name = "at") int at) {
            return tasks.addBefore(new Numbered(task, at), at);
        }

        @Operation(nonParallelGroup = "loop")
        public @Nullable Integer poll() {
            Numbered next = (Numbered) tasks.poll();
            return next == null ? null : next.number;
        }

        @Operation(nonParallelGroup = "loop")
        public void sleep(@Param(name = "until") int until) {
            awake();
            wakeUps.set(0);
            wakesAt = until;
            asleep = tasks.trySleep(until);
        }

        @Operation(nonParallelGroup = "loop")
        public void awake() {
            if (asleep) {
                tasks.awake();
                asleep = false;
            }
        }

        @Validate
        public void neverSleepsPastATask() {
            require(wakeUps.get() <= 1, "woken twice in one sleep");
            if (asleep && wakeUps.get() == 0) {
                Numbered waiting;
                while ((waiting = (Numbered) tasks.poll()) != null) {
                    require(waiting.at >= wakesAt, "asleep past a waiting task, and nobody woke it");
                }
            }
        }
    }

    /** Valid at each end: a task that was taken has run or still waits, and one that was refused does neither. */
    public static class Ending {
        private final LoopTasks tasks = new LoopTasks(() -> {});
        private final List<Counted> given = new ArrayList<>();
        private boolean ended;

        @Operation
        public void add() {
            Counted task = new Counted();
            synchronized (given) {
                given.add(task);
            }
            task.taken = tasks.add(task);
        }

        @Operation(nonParallelGroup = "loop")
        public void runOne() {
            Runnable next = tasks.poll();
            if (next != null) {
                next.run();
            }
        }

        /** As the loop does it: refuse, then run what was taken. */
        @Operation(nonParallelGroup = "loop", runOnce = true)
        public void end() {
            tasks.close();
            ended = true;
            runAll();
        }

        private void runAll() {
            Runnable next;
            while ((next = tasks.poll()) != null) {
                next.run();
            }
        }

        @Validate
        public void takenTasksRunOnceAndRefusedOnesNever() {
            require(!ended || tasks.isEmpty(), "a task was left behind in a loop that has ended");
            runAll();
            for (Counted task : given) {
                require(task.runs == (task.taken ? 1 : 0), "taken=" + task.taken + " runs=" + task.runs);
            }
        }
    }

    private static final class Counted implements Runnable {
        private boolean taken;
        private int runs;

        @Override
        public void run() {
            runs++;
        }
    }

    /** Not a record: two tasks of one number are two tasks, also to the queue. */
    private static final class Numbered implements Runnable {
        private final int number;
        private final int at;

        Numbered(int number, int at) {
            this.number = number;
            this.at = at;
        }

        @Override
        public void run() {}
    }
}
