package io.trunkline.client.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Gives a client's share of the threads back when its receivers have seen the last event, and lets others wait for that.
 *
 * <p>Thread-safe. On a thread of its own: the runtime's last user waits for its threads, and one of them must not wait for
 * itself.
 */
final class Release {
    private final ClientThreads threads;
    private final AtomicBoolean releasing = new AtomicBoolean();
    private final CompletableFuture<Void> received = new CompletableFuture<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile @Nullable Thread releaser;

    Release(ClientThreads threads) {
        this.threads = threads;
        onReceived(this::release);
    }

    /** Nothing more is to be received; again, it has no effect. */
    void received() {
        received.complete(null);
    }

    void onReceived(Runnable action) {
        CompletionStage<Void> stage = received;
        stage.whenComplete((done, never) -> action.run());
    }

    private void release() {
        if (releasing.compareAndSet(false, true)) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            threads.release();
                        } finally {
                            released.countDown();
                        }
                    },
                    "trunkline-release");
            thread.setDaemon(true);
            releaser = thread;
            thread.start();
        }
    }

    /** Waits until the share has been given back. */
    void await() throws InterruptedException {
        released.await();
        Thread last = releaser;
        if (last != null) {
            last.join();
        }
    }
}
