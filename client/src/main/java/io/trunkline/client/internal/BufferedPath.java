package io.trunkline.client.internal;

import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.WorkerRelay;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events until their receiver has time, and hands them over on a worker, one at a time.
 *
 * <pre>{@code
 * loop: take ──▶ buffer ──end of the read──▶ worker: run ──▶ receiver
 *                  │ full: the policy
 * }</pre>
 *
 * <p>Thread-safe. At most one worker is in {@link #run}: the buffer says when one must be started. After 256 events it goes
 * behind the other receivers of its loop, so that a busy topic does not keep a worker to itself.
 *
 * @param <T> what the receiver takes
 */
final class BufferedPath<T> implements EventPath, Runnable {
    private static final int EVENTS_PER_TURN = 256;

    /** What happens where an event finds no room. */
    interface Full {
        /** The subscription is to end. */
        void failed();

        /** The event, or older ones in its place, are lost. */
        void lost();

        /** The connection is to end. */
        void overflowed();
    }

    private final ReceiverCall<T> call;
    private final EventBuffer buffer;
    private final ActiveSubscription.Owner owner;
    private final Full full;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private final Runnable drain = this::drain;

    /** Where its worker came from; written on the loop before one is asked for. */
    private @Nullable WorkerRelay relay;

    BufferedPath(ReceiverCall<T> call, EventBuffer buffer, ActiveSubscription.Owner owner, Full full) {
        this.call = call;
        this.buffer = buffer;
        this.owner = owner;
        this.full = full;
    }

    @Override
    public void take(ReadEvent event) {
        switch (buffer.offer(event.owned())) {
            case FIRST -> event.wakes(this);
            case FAILED -> full.failed();
            case DROPPED, EVICTED -> full.lost();
            case CLOSE_CONNECTION -> full.overflowed();
            default -> {
                // Queued behind others, or the subscription has ended.
            }
        }
    }

    /** Has a worker hand over what waits; on the loop. */
    void start(EventLoop loop) {
        if (relay == null) {
            relay = owner.receivers(loop); // For good: a client's events all come on one loop.
        }
        relay.add(this);
    }

    @Override
    public void run() {
        Callbacks.run(owner, drain);
    }

    private void drain() {
        for (int i = 0; i < EVENTS_PER_TURN; i++) {
            Event event = buffer.poll();
            if (event == null) {
                if (buffer.hasEnded()) {
                    idle.complete(null);
                }
                return;
            }
            call.receive(event);
        }
        Objects.requireNonNull(relay, "runs there").addAgain(this);
    }

    @Override
    public void end() {
        buffer.end();
    }

    @Override
    public CompletionStage<Void> finish() {
        if (!buffer.finish()) {
            idle.complete(null);
        }
        return idle;
    }

    @Override
    public long dropped() {
        return buffer.dropped();
    }
}
