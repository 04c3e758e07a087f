package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.Receiver;
import io.trunkline.client.SubscribeOptions;
import io.trunkline.codec.internal.message.TopicPattern;
import io.trunkline.transport.internal.MemoryBudget;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One receiver with its buffer: takes events on the loop, hands them over on a worker, one at a time.
 *
 * <pre>{@code
 * loop: deliver ──▶ buffer ──▶ worker: run ──▶ receiver
 *                     │ full: the policy        │ throws: logged, the next event follows
 * }</pre>
 *
 * <p>Thread-safe. At most one worker is in {@link #run}: the buffer says when one must be started. After 256 events it
 * goes to the end of the workers' queue, so that a busy topic does not keep a worker to itself.
 *
 * @param <T> what the receiver takes
 */
final class ActiveSubscription<T> implements Declared, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveSubscription.class);

    private static final int EVENTS_PER_TURN = 256;

    /** What a subscription asks of the client that it belongs to. */
    interface Owner {
        /** Tells the broker, if it was the last of its pattern. */
        void cancelled(ActiveSubscription<?> subscription);

        /** Ends the connection, because a buffer is full and the user wanted that. */
        void overflowed(ActiveSubscription<?> subscription);

        /** Takes note that it has lost an event; called for every one. */
        void dropped(ActiveSubscription<?> subscription);

        /** Runs receivers; never refuses. */
        Executor workers();

        /** What its buffer is charged to. */
        MemoryBudget memory();

        /** Completes a future where the user wants its stages to run. */
        void complete(Runnable completion);
    }

    private final String pattern;
    private final Function<Event, T> reader;
    private final Receiver<? super T> receiver;
    private final EventBuffer buffer;
    private final Owner owner;
    private final Confirmation confirmation;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private final AtomicLong unusable = new AtomicLong();
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile boolean warned;

    ActiveSubscription(
            String pattern,
            Function<Event, T> reader,
            Receiver<? super T> receiver,
            SubscribeOptions options,
            Owner owner) {
        TopicPattern.of(pattern.toLowerCase(Locale.ROOT)); // Refused here, not by the broker.
        this.pattern = pattern;
        this.reader = reader;
        this.receiver = receiver;
        this.buffer =
                new EventBuffer(options.bufferedEvents(), EventBuffer.MAX_BYTES, options.overflow(), owner.memory());
        this.owner = owner;
        this.confirmation = new Confirmation(owner.workers(), owner::complete);
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

    /** Takes an event; never blocks. */
    void deliver(Event event) {
        switch (buffer.offer(event)) {
            case FIRST -> start();
            case FAILED -> {
                LOG.warn("subscription={} event=ended reason=BUFFER_FULL dropped={}", pattern, dropped());
                owner.dropped(this);
                cancel();
            }
            case DROPPED -> owner.dropped(this);
            case CLOSE_CONNECTION -> owner.overflowed(this);
            default -> {
                // Queued behind others, or dropped and counted.
            }
        }
    }

    /** Whether somebody is to be told of drops now, because nobody is about to be. */
    boolean tellOfDrops() {
        return telling.compareAndSet(false, true);
    }

    /** From now on a drop is to be told of again. */
    void toldOfDrops() {
        telling.set(false);
    }

    private void start() {
        owner.workers().execute(this);
    }

    /** Hands over what waits; on a worker. */
    @Override
    public void run() {
        for (int i = 0; i < EVENTS_PER_TURN; i++) {
            Event event = buffer.poll();
            if (event == null) {
                if (buffer.hasEnded()) {
                    idle.complete(null);
                }
                return;
            }
            receive(event);
        }
        start();
    }

    private void receive(Event event) {
        T value;
        try {
            value = reader.apply(event);
        } catch (Throwable e) {
            unusable.incrementAndGet();
            complain("event does not bind", e);
            return;
        }
        try {
            receiver.receive(value);
        } catch (Throwable e) {
            // An error too: it would end this drain, and with it the subscription, without a word.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            complain("receiver threw", e);
        }
    }

    /** The first one aloud: a receiver that fails once tends to fail for every event. */
    private void complain(String what, Throwable e) {
        if (warned) {
            LOG.debug("subscription={} {}", pattern, what, e);
        } else {
            warned = true;
            LOG.warn("subscription={} {}; further ones are logged at DEBUG", pattern, what, e);
        }
    }

    /** Takes no more events; the stage completes when those that wait have been received. */
    CompletionStage<Void> finish() {
        if (!buffer.finish()) {
            idle.complete(null);
        }
        return idle;
    }

    @Override
    public void end() {
        buffer.end();
    }

    @Override
    public void cancel() {
        buffer.end();
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
        return buffer.dropped() + unusable.get();
    }

    @Override
    public String toString() {
        return "Subscription[" + pattern + ", dropped=" + dropped() + "]";
    }
}
