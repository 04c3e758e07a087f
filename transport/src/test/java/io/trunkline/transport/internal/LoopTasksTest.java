package io.trunkline.transport.internal;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopTasksTest {
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final LoopTasks tasks = new LoopTasks(wakeUps::incrementAndGet);

    @Test
    void anyNumberOfTasksWakesTheLoopOncePerSleep() {
        add(100);
        assertThat(wakeUps).as("awake").hasValue(0);
        drain();

        assertThat(tasks.trySleep(1)).isTrue();
        add(1_000);
        assertThat(wakeUps).hasValue(1);
        assertThat(tasks.awake()).isTrue();
        add(1_000);
        assertThat(wakeUps).as("awake again").hasValue(1);
        drain();

        assertThat(tasks.trySleep(1)).isTrue();
        add(1_000);
        assertThat(wakeUps).hasValue(2);
    }

    @Test
    void deadlineThatIsNotEarlierThanTheEndOfTheSleepWakesNobody() {
        assertThat(tasks.trySleep(100)).isTrue();
        tasks.addBefore(() -> {}, 100);
        assertThat(wakeUps).hasValue(0);
        tasks.addBefore(() -> {}, 99);
        assertThat(wakeUps).hasValue(1);
    }

    @Test
    void sleepIsNotAnnouncedWhileATaskWaits() {
        add(1);
        assertThat(tasks.trySleep(1)).isFalse();
        add(1);
        assertThat(wakeUps).hasValue(0);
    }

    /** Else cancels from outside would pile up for as long as the loop sleeps. */
    @Test
    void quietTasksWakeTheLoopOnceThereAreAThousandOfThem() {
        assertThat(tasks.trySleep(1)).isTrue();
        addQuietly(LoopTasks.MAX_QUIET - 1);
        assertThat(wakeUps).hasValue(0);
        addQuietly(1);
        assertThat(wakeUps).hasValue(1);
        assertThat(tasks.awake()).isTrue();
        drain();

        assertThat(tasks.trySleep(1)).isTrue();
        addQuietly(LoopTasks.MAX_QUIET - 1);
        assertThat(wakeUps).as("the count begins anew").hasValue(1);
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(tasks.add(() -> {})).isTrue();
        }
    }

    private void addQuietly(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(tasks.addQuietly(() -> {})).isTrue();
        }
    }

    private void drain() {
        while (tasks.poll() != null) {
            // Until there is none.
        }
    }
}
