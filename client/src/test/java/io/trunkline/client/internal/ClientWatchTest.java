package io.trunkline.client.internal;

import io.trunkline.client.ClientObserver;
import io.trunkline.client.SubscribeOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientWatchTest {
    private static final int MAX_EVENTS = 1_024;

    private final List<String> heard = new ArrayList<>();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final ClientWatch watch = new ClientWatch("broker", new Listening(), workers::add);

    private final class Listening implements ClientObserver {
        @Override
        public void onDropped(String pattern, long dropped) {
            heard.add("events of " + pattern);
        }

        @Override
        public void onOutboundDropped(long frames) {
            heard.add("frames: " + frames);
        }
    }

    private void runWorkers() {
        Runnable task;
        while ((task = workers.poll()) != null) {
            task.run();
        }
    }

    @Test
    void framesThatAreDroppedBeforeTheObserverHearsOfAnyAreToldAsOne() {
        for (int i = 0; i < 5 * MAX_EVENTS; i++) {
            watch.outboundDropped(2);
        }
        assertThat(workers).hasSize(1);
        runWorkers();
        watch.outboundDropped(1);
        runWorkers();
        assertThat(heard).containsExactly("frames: " + 10 * MAX_EVENTS, "frames: 1");
        assertThat(watch.missed()).isZero();
    }

    @Test
    void observerThatHasMissedDropsHearsOfLaterOnes() {
        ActiveSubscription<?> subscription = new ActiveSubscription<>(
                "a.b",
                EventBinder.toMessages(),
                message -> {},
                SubscribeOptions.defaults(),
                new FakeOwner(new SubscriptionRegistry()));
        for (int i = 0; i < MAX_EVENTS; i++) {
            watch.retry(i, Duration.ZERO, new IllegalStateException("no broker"));
        }
        watch.outboundDropped(3);
        watch.dropped(subscription);
        assertThat(watch.missed()).isEqualTo(2);
        runWorkers();
        assertThat(heard).isEmpty();
        watch.outboundDropped(4);
        watch.dropped(subscription);
        runWorkers();
        assertThat(heard).containsExactly("frames: 4", "events of a.b");
    }

    @Test
    void noFrameThatIsDroppedWhileTheObserverIsToldIsForgotten() throws InterruptedException {
        AtomicLong told = new AtomicLong();
        ExecutorService worker = Executors.newSingleThreadExecutor();
        ClientObserver adding = new ClientObserver() {
            @Override
            public void onOutboundDropped(long frames) {
                assertThat(frames).isPositive();
                told.addAndGet(frames);
            }
        };
        ClientWatch busy = new ClientWatch("broker", adding, worker);
        Thread[] droppers = new Thread[4];
        for (int i = 0; i < droppers.length; i++) {
            droppers[i] = new Thread(() -> drop(busy, 10_000));
            droppers[i].start();
        }
        for (Thread each : droppers) {
            each.join();
        }
        worker.shutdown();
        assertThat(worker.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(told).hasValue(droppers.length * 10_000L);
    }

    private static void drop(ClientWatch watch, int times) {
        for (int i = 0; i < times; i++) {
            watch.outboundDropped(1);
        }
    }
}
