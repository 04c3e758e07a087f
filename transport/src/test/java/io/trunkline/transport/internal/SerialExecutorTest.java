package io.trunkline.transport.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SerialExecutorTest {
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<String> events = new ArrayList<>();
    private int places = 10;
    private final SerialExecutor serial = new SerialExecutor(task -> {
        if (workers.size() >= places) {
            throw new RejectedExecutionException("full");
        }
        workers.add(task);
    });

    private void work() {
        Runnable task;
        while ((task = workers.poll()) != null) {
            task.run();
        }
    }

    @Test
    void manyTasksAreOneDrainAndRunInOrder() {
        serial.execute(() -> events.add("a"));
        serial.execute(() -> events.add("b"));
        assertThat(workers).hasSize(1);
        work();

        assertThat(events).containsExactly("a", "b");
    }

    @Test
    void holdsNoWorkerWhileIdle() {
        serial.execute(() -> events.add("a"));
        work();
        assertThat(workers).isEmpty();
        serial.execute(() -> events.add("b"));
        work();

        assertThat(events).containsExactly("a", "b");
    }

    @Test
    void taskThatThrowsDoesNotStopTheNext() {
        serial.execute(() -> {
            throw new AssertionError("thrown on purpose");
        });
        serial.execute(() -> events.add("next"));
        work();

        assertThat(events).containsExactly("next");
    }

    @Test
    void givesOthersATurnAfter64Tasks() {
        for (int i = 0; i < 65; i++) {
            serial.execute(() -> events.add("serial"));
        }
        workers.add(() -> events.add("other"));
        work();

        assertThat(events).hasSize(66);
        assertThat(events.indexOf("other")).isEqualTo(64);
    }

    @Test
    void goesOnByItselfWhereTheWorkersHaveNoPlaceForTheRest() {
        for (int i = 0; i < 130; i++) {
            serial.execute(() -> events.add("serial"));
        }
        Runnable drain = workers.remove();
        places = 0;
        drain.run();

        assertThat(events).hasSize(130);
    }

    @Test
    void rejectedTaskIsNotRunLater() {
        places = 0;
        assertThatThrownBy(() -> serial.execute(() -> events.add("rejected")))
                .isInstanceOf(RejectedExecutionException.class);
        places = 1;
        serial.execute(() -> events.add("later"));
        work();

        assertThat(events).containsExactly("later");
    }
}
