package io.trunkline.client.internal;

import java.util.concurrent.CompletableFuture;

/**
 * Gives a client's threads back on a thread of its own: who is last waits for the event loops, and no loop may wait for itself.
 *
 * <p>Thread-safe.
 */
final class ThreadRelease {
    private ThreadRelease() {}

    /** Begins, and completes when the share has been given back. */
    static CompletableFuture<Void> begin(ClientThreads threads) {
        CompletableFuture<Void> released = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        threads.release();
                    } finally {
                        released.complete(null);
                    }
                },
                "trunkline-release");
        thread.setDaemon(true);
        thread.start();
        return released;
    }
}
