package io.trunkline.server.internal.frame;

import io.trunkline.transport.internal.Ticker;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the heartbeats that one peer is answered: {@value #PER_SECOND} within a second, counted from the first of them.
 *
 * <p>An honest peer sends one in 30 s; answers cost us more than the questions cost the peer. Caller-confined.
 */
final class PongLimit {
    static final int PER_SECOND = 100;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Ticker ticker;
    private final boolean used;
    private long windowStart;
    private int answered;

    private PongLimit(Ticker ticker, boolean used) {
        this.ticker = ticker;
        this.used = used;
        this.windowStart = ticker.nanos();
    }

    /** One for any number of connections that have sent no heartbeat yet. Immutable, as long as nobody counts by it. */
    static PongLimit unused(Ticker ticker) {
        return new PongLimit(ticker, false);
    }

    /** Gives one to count by: a new one if this is unused, else itself. */
    PongLimit ofOneConnection() {
        return used ? this : new PongLimit(ticker, true);
    }

    /** Counts a heartbeat; false if it is one too many. */
    boolean tryAnswer() {
        long now = ticker.nanos();
        if (now - windowStart >= WINDOW_NANOS) {
            windowStart = now;
            answered = 0;
        }
        answered++;
        return answered <= PER_SECOND;
    }
}
