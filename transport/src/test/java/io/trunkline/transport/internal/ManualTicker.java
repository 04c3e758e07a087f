package io.trunkline.transport.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still until a test turns it. */
final class ManualTicker implements Ticker {
    /** Near the overflow, so that every comparison by less-than shows itself. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000);

    @Override
    public long nanos() {
        return now.get();
    }

    void advance(Duration by) {
        now.addAndGet(by.toNanos());
    }
}
