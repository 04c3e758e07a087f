package io.trunkline.client.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives each event to its receiver on the loop, as it is read: nothing waits, so nothing can overflow.
 *
 * <p>Thread-safe: events come on one loop, the end from any thread. Whoever ends writes that down, then looks whether the
 * receiver is at work; the loop says that it is, then looks whether the end has come. One of the two sees the other.
 */
final class LoopPath implements EventPath {
    private final ReceiverCall<?> call;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean ended;
    private volatile boolean receiving;

    LoopPath(ReceiverCall<?> call) {
        this.call = call;
    }

    @Override
    public void take(ReadEvent event) {
        receiving = true;
        try {
            if (!ended) {
                call.receive(event.header(), event.array());
            }
        } finally {
            receiving = false;
            if (ended) {
                idle.complete(null);
            }
        }
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public CompletionStage<Void> finish() {
        ended = true;
        if (!receiving) {
            idle.complete(null);
        }
        return idle;
    }

    @Override
    public long dropped() {
        return 0;
    }
}
