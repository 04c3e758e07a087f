package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.Receiver;
import io.trunkline.client.SubscribeOptions;
import io.trunkline.codec.internal.message.TopicPattern;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.WorkerRelay;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One receiver as its client knows it: what it wants to hear, what the broker says to that, and the way of events to it.
 *
 * <pre>{@code
 * loop: deliver ─┬▶ BufferedPath ─▶ worker ─▶ receiver
 *                └▶ LoopPath ───────────────▶ receiver
 * }</pre>
 *
 * <p>Thread-safe, but for {@link #deliver}.
 *
 * @param <T> what the receiver takes
 */
final class ActiveSubscription<T> implements Declared, BufferedPath.Full {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveSubscription.class);

    /** What a subscription asks of the client that it belongs to. */
    interface Owner {
        /** Tells the broker, if it was the last of its pattern. */
        void cancelled(ActiveSubscription<?> subscription);

        /** Ends the connection, because a buffer is full and the user wanted that. */
        void overflowed(ActiveSubscription<?> subscription);

        /** Takes note that it has lost events; called for every one that finds no room. */
        void dropped(ActiveSubscription<?> subscription);

        /** Runs what is told of confirmations; never refuses. */
        Executor workers();

        /** Runs the receivers of a loop. Called on that loop. */
        WorkerRelay receivers(EventLoop loop);

        /** What its buffer is charged to. */
        MemoryBudget memory();

        /** Completes a future where the user wants its stages to run. */
        void complete(Runnable completion);
    }

    private final String pattern;
    private final ReceiverCall<T> call;
    private final EventPath path;
    private final Owner owner;
    private final Confirmation confirmation;
    private final AtomicBoolean telling = new AtomicBoolean();

    ActiveSubscription(
            String pattern,
            EventBinder<T> binder,
            Receiver<? super T> receiver,
            SubscribeOptions options,
            Owner owner) {
        TopicPattern.of(pattern.toLowerCase(Locale.ROOT)); // Refused here, not by the broker.
        this.pattern = pattern;
        this.owner = owner;
        this.call = new ReceiverCall<>(pattern, binder, Objects.requireNonNull(receiver, "receiver"));
        this.path = options.isOnLoop() ? new LoopPath(call) : new BufferedPath<>(call, buffer(options), owner, this);
        this.confirmation = new Confirmation(owner.workers(), owner::complete);
    }

    private EventBuffer buffer(SubscribeOptions options) {
        return new EventBuffer(options.bufferedEvents(), EventBuffer.MAX_BYTES, options.overflow(), owner.memory());
    }

    @Override
    public String pattern() {
        return pattern;
    }

    @Override
    public boolean isConfirmed() {
        return confirmation.isAcknowledged();
    }

    @Override
    public void confirm(@Nullable RuntimeException error) {
        confirmation.settle(error);
    }

    /** Takes an event; on the loop, and never blocks. */
    void deliver(ReadEvent event) {
        path.take(event);
    }

    @Override
    public void failed() {
        LOG.warn("subscription={} event=ended reason=BUFFER_FULL dropped={}", pattern, dropped());
        owner.dropped(this);
        cancel();
    }

    @Override
    public void overflowed() {
        owner.overflowed(this);
    }

    @Override
    public void lost() {
        owner.dropped(this);
    }

    /** Whether somebody is to be told of drops now, because nobody is about to be. */
    boolean tellOfDrops() {
        return telling.compareAndSet(false, true);
    }

    /** From now on a drop is to be told of again. */
    void toldOfDrops() {
        telling.set(false);
    }

    /** Takes no more events; the stage completes when those that wait have been received. */
    CompletionStage<Void> finish() {
        return path.finish();
    }

    @Override
    public void end() {
        path.end();
    }

    @Override
    public void cancel() {
        path.end();
        owner.cancelled(this);
        // Nobody asks the broker for it any more, so nothing else would tell those who wait.
        confirm(new ClosedException("subscription '" + pattern + "' was cancelled", Delivery.MAYBE_SENT));
    }

    @Override
    public CompletionStage<Void> confirmed() {
        return confirmation.confirmed();
    }

    @Override
    public CompletableFuture<Void> acknowledged() {
        return confirmation.acknowledged();
    }

    @Override
    public long dropped() {
        return path.dropped() + call.unusable();
    }

    @Override
    public String toString() {
        return "Subscription[" + pattern + ", dropped=" + dropped() + "]";
    }
}
