package io.trunkline.benchmarks.macro;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Counts what arrives within the measured window, and how long it was under way.
 *
 * <p>What comes before the window is counted as well, and by the same code, only elsewhere: a branch that the warm-up never
 * took would make the JVM throw its compiled loop away at the very moment at which measuring begins.
 *
 * <p>For the same reason each histogram has its least and its greatest value from the start: a new extreme takes a branch of its
 * own, seldom enough to be compiled away, and as late as in the window. One count at each end is all that they add.
 *
 * <p>The window may be set by any thread, once; all else is confined to the thread that takes the answers.
 */
final class Meter {
    private static final int DIGITS = 3;
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private static final long NEVER = TimeUnit.DAYS.toNanos(1_000);

    /** Of the window, and of what came before it. */
    private final Histogram[] latencies = {new Histogram(LONGEST, DIGITS), new Histogram(LONGEST, DIGITS)};

    private final long[] counts = new long[2];
    private volatile long begin = System.nanoTime() + NEVER;
    private volatile long end = begin;

    Meter() {
        for (Histogram histogram : latencies) {
            histogram.recordValue(1);
            histogram.recordValue(LONGEST);
        }
    }

    /** Sets the window, in nanos of {@link System#nanoTime}. */
    void window(long from, long to) {
        begin = from;
        end = to;
    }

    /** Takes note of an answer; false once the window is over. */
    boolean answered(long sentAt, long now) {
        if (now - end >= 0) {
            return false;
        }
        int early = early(now);
        counts[early]++;
        latencies[early].recordValue(Math.min(now - sentAt, LONGEST));
        return true;
    }

    /** Takes note of something nobody asked for, at a moment that is looked at now and then only. */
    boolean arrived(int events, long now) {
        if (now - end >= 0) {
            return false;
        }
        counts[early(now)] += events;
        return true;
    }

    /** 1 before the window, 0 in it; without a branch. */
    private int early(long now) {
        return (int) ((now - begin) >>> (Long.SIZE - 1));
    }

    long count() {
        return counts[0];
    }

    double percentileMicros(double percentile) {
        return latencies[0].getValueAtPercentile(percentile) / 1_000.0;
    }
}
