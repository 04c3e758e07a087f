package io.trunkline.transport.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Says which of many like events get a line in the log: the first, then one in 10 s, with how many had none.
 *
 * <pre>{@code
 * event ─▶ 0: a line     event, event ─▶ SILENT, counted     10 s after the line, event ─▶ 2: a line that says so
 * }</pre>
 *
 * <p>So who floods us does not flood the log. Thread-safe.
 */
public final class OutageLog {
    /** There is to be no line. */
    public static final long SILENT = -1;

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Ticker ticker;
    private final AtomicLong nextLine;
    private final LongAdder silenced = new LongAdder();

    /** A log without lines yet. */
    public OutageLog(Ticker ticker) {
        this.ticker = ticker;
        this.nextLine = new AtomicLong(ticker.nanos());
    }

    /** Counts an event; gives how many before it had no line, or {@link #SILENT} if it has none either. */
    public long next() {
        long now = ticker.nanos();
        long due = nextLine.get();
        if (now - due < 0 || !nextLine.compareAndSet(due, now + INTERVAL_NANOS)) {
            silenced.increment();
            return SILENT;
        }
        return silenced.sumThenReset();
    }
}
