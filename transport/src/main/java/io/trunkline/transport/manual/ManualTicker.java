package io.trunkline.transport.manual;

import io.trunkline.transport.internal.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test turns it. Thread-safe. */
public final class ManualTicker implements Ticker {
    /** Near the overflow, so that every comparison by less-than shows itself. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000);

    @Override
    public long nanos() {
        return now.get();
    }

    /** Turns the clock on; a negative duration turns it back, which a monotonic clock never does. */
    public void advance(Duration by) {
        now.addAndGet(by.toNanos());
    }
}
