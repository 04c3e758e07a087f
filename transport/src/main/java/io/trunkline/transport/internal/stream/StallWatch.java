package io.trunkline.transport.internal.stream;

import io.trunkline.codec.internal.mux.Multiplexer;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.ReadingClock;
import java.time.Duration;

/**
 * Looks after streams whose bytes wait for credit, and has those closed that got none for too long.
 *
 * <pre>{@code
 *  RESTING ──a stream waits──▶ WATCHING ──due: nobody waits──▶ RESTING
 *                                 └─ due: somebody still does ─▶ WATCHING
 * }</pre>
 *
 * <p>By the clock that stands still while this side does not read: credit that has come and was not read is no peer's fault.
 * One deadline per connection, and none while nobody waits. Loop-confined.
 */
final class StallWatch extends Deadline {
    private final Multiplexer mux;
    private final ReadingClock clock;
    private final long timeout;
    private boolean watching;
    private boolean stopped;

    StallWatch(Multiplexer mux, ReadingClock clock, Duration timeout) {
        this.mux = mux;
        this.clock = clock;
        this.timeout = timeout.toNanos();
    }

    /** Begins to watch, if it does not yet. */
    void begin() {
        if (!watching && !stopped) {
            watching = true;
            clock.schedule(this, clock.nanos() + timeout);
        }
    }

    void stop() {
        stopped = true;
        if (watching) {
            clock.cancel(this);
        }
    }

    @Override
    protected void onDeadline() {
        watching = false;
        if (stopped) {
            return;
        }
        long now = clock.nanos();
        long next = mux.sweep(now);
        if (next != Long.MAX_VALUE && !stopped) {
            watching = true;
            clock.schedule(this, now + next);
        }
    }
}
