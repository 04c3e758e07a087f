package io.trunkline.server.internal.observe;

import io.trunkline.server.ServerObserver;
import io.trunkline.transport.Connection;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.TcpConnection;
import io.trunkline.transport.manual.ManualConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ObserverQueueTest {
    private final List<Runnable> workers = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private boolean full;
    private final ServerObserver observer = new ServerObserver() {
        @Override
        public void onDrainBegun(Duration grace) {
            seen.add("drain " + grace.toSeconds());
        }

        @Override
        public void onOutboundDropped(Connection connection, long frames) {
            seen.add("dropped " + frames);
        }
    };
    private final ObserverQueue queue = new ObserverQueue(observer, this::execute, () -> 0);

    private void execute(Runnable task) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        workers.add(task);
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.remove(0).run();
        }
    }

    private boolean offer(int number) {
        return queue.offer(told -> told.onDrainBegun(Duration.ofSeconds(number)));
    }

    @Test
    void eventsAreToldInOrderByOneWorkerAtATime() {
        for (int i = 0; i < 200; i++) {
            offer(i);
            assertThat(workers).hasSize(1);
        }
        work();
        assertThat(seen).hasSize(200).startsWith("drain 0", "drain 1").endsWith("drain 199");
    }

    @Test
    void observerThatThrowsHearsTheNextEventAllTheSame() {
        queue.offer(told -> {
            throw new AssertionError("no observer may harm a server");
        });
        offer(1);
        work();
        assertThat(seen).containsExactly("drain 1");
    }

    @Test
    void eventsBeyondTheCapacityAreCountedAndDropped() {
        for (int i = 0; i < ObserverQueue.CAPACITY; i++) {
            assertThat(offer(i)).isTrue();
        }
        assertThat(offer(9_999)).isFalse();
        assertThat(queue.dropped()).isEqualTo(1);
        work();
        assertThat(seen).hasSize(ObserverQueue.CAPACITY).doesNotContain("drain 9999");
    }

    @Test
    void eventsThatWorkersRefuseWaitForTheNextOne() {
        full = true;
        offer(1);
        full = false;
        assertThat(workers).isEmpty();
        offer(2);
        work();
        assertThat(seen).containsExactly("drain 1", "drain 2");
    }

    @Test
    void whatWorkersRefusedAtTheEndIsToldByTheCaller() {
        full = true;
        offer(1);
        queue.runLeft();
        assertThat(seen).containsExactly("drain 1");
    }

    @Test
    void framesThatAreDroppedCloseTogetherAreOneEvent() {
        try (ManualConnection connection = new ManualConnection(ConnectionSettings.DEFAULT, (array, from, to) -> {})) {
            TcpConnection peer = connection.connection();
            queue.offerDrops(peer, 2);
            queue.offerDrops(peer, 3);
            work();
            queue.offerDrops(peer, 4);
            work();
            assertThat(seen).containsExactly("dropped 5", "dropped 4");
        }
    }
}
