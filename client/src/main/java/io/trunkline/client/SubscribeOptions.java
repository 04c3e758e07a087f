package io.trunkline.client;

import io.trunkline.Overflow;
import java.util.Objects;

/**
 * How many events may wait for a receiver, and which give way when there are more.
 *
 * <p>Immutable. Every setter returns a copy; start at {@link #defaults()}. Whatever the number, at most 8 MiB wait.
 */
public final class SubscribeOptions {
    /** Enough for a second of a busy topic; 8 MiB is the other bound. */
    private static final int DEFAULT_EVENTS = 8_192;

    /** A longer queue hides a receiver that will never catch up. */
    private static final int MAX_EVENTS = 1 << 20;

    private static final SubscribeOptions DEFAULTS = new SubscribeOptions(DEFAULT_EVENTS, Overflow.DROP_NEWEST, false);

    private final int bufferedEvents;
    private final Overflow overflow;
    private final boolean onLoop;

    private SubscribeOptions(int bufferedEvents, Overflow overflow, boolean onLoop) {
        this.bufferedEvents = bufferedEvents;
        this.overflow = overflow;
        this.onLoop = onLoop;
    }

    /**
     * Buffers 8,192 events and drops, and counts, those that come when it is full.
     *
     * @return the options of a subscription that is made without any
     */
    public static SubscribeOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Bounds the events that wait for the receiver.
     *
     * <p>When the buffer is full {@code DROP_NEWEST} and {@code DROP_OLDEST} drop events and count them, {@code FAIL} ends
     * the subscription, {@code CLOSE} ends the connection. {@code BLOCK} is refused: it would stop the answers that the
     * receiver itself may wait for.
     *
     * @param events 1 to 1,048,576
     * @param overflow what happens to the one that does not fit
     * @return a copy with it
     * @throws IllegalArgumentException if the number is outside the range, the policy is {@code BLOCK}, or the receiver runs
     *     {@link #onLoop()}, where nothing waits
     */
    public SubscribeOptions buffer(int events, Overflow overflow) {
        ClientLimits.inRange("buffer", events, 1, MAX_EVENTS);
        if (Objects.requireNonNull(overflow, "overflow") == Overflow.BLOCK) {
            throw new IllegalArgumentException(
                    "buffer overflow is BLOCK, which would stop the answers that the receiver"
                            + " itself may wait for; allowed are FAIL, DROP_OLDEST, DROP_NEWEST, CLOSE");
        }
        if (onLoop) {
            throw new IllegalArgumentException(
                    "buffer is " + events + ", but nothing waits for a receiver on the loop");
        }
        return new SubscribeOptions(events, overflow, false);
    }

    /**
     * Runs the receiver on the event loop, on each event as it is read, instead of on a worker.
     *
     * <p>This saves the way to another thread, which costs a short receiver more than its own work. While it runs, nothing
     * else of its loop does: it must not block, a blocking call of ours throws {@code IllegalStateException} there, and one
     * that holds the loop for 200 ms is named in the log. Events never wait, so none is dropped here: a receiver that is too
     * slow keeps its connection from being read, and the broker treats it as a slow subscriber.
     *
     * @return a copy with it
     * @throws IllegalArgumentException if {@link #buffer} was set: there is none
     */
    public SubscribeOptions onLoop() {
        if (bufferedEvents != DEFAULT_EVENTS || overflow != DEFAULTS.overflow) {
            throw new IllegalArgumentException("buffer is " + bufferedEvents + " (" + overflow
                    + "), but nothing waits for a receiver on the loop");
        }
        return new SubscribeOptions(bufferedEvents, overflow, true);
    }

    /**
     * Gives the number of events that may wait.
     *
     * @return at least 1
     */
    public int bufferedEvents() {
        return bufferedEvents;
    }

    /**
     * Gives the policy of a full buffer.
     *
     * @return never {@code BLOCK}
     */
    public Overflow overflow() {
        return overflow;
    }

    /**
     * Tells whether the receiver runs on the event loop.
     *
     * @return false unless {@link #onLoop()} was called
     */
    public boolean isOnLoop() {
        return onLoop;
    }

    @Override
    public String toString() {
        return onLoop
                ? "SubscribeOptions[onLoop]"
                : "SubscribeOptions[buffer=" + bufferedEvents + ", overflow=" + overflow + "]";
    }
}
