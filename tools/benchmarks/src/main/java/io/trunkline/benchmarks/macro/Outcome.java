package io.trunkline.benchmarks.macro;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits until every connection of a run is done, or one has failed. Thread-safe. */
final class Outcome {
    private final CountDownLatch left;
    private volatile @Nullable Throwable failure;

    Outcome(int connections) {
        this.left = new CountDownLatch(connections);
    }

    void done() {
        left.countDown();
    }

    /** The first failure ends the wait; one after everything is done is the end of a connection and nothing more. */
    void failed(Throwable cause) {
        if (left.getCount() == 0) {
            return;
        }
        failure = cause;
        while (left.getCount() > 0) {
            left.countDown();
        }
    }

    /** Blocks; throws if a connection failed or did not come to its end in time. */
    void await(long seconds) throws InterruptedException {
        boolean all = left.await(seconds, TimeUnit.SECONDS);
        check();
        if (!all) {
            throw new IllegalStateException(left.getCount() + " connections still wait for answers");
        }
    }

    /** Sleeps until an instant of {@link System#nanoTime}; throws as soon as a connection has failed. */
    void sleepUntil(long nanos) throws InterruptedException {
        boolean over = left.await(Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        check();
        // A thread that was kept from running until after the instant may find a short load over, and rightly so.
        if (over && System.nanoTime() - nanos < 0) {
            throw new IllegalStateException("the load ended before its time");
        }
    }

    /** Sleeps until the end of the load, give or take what its connections take for it; throws once one has failed. */
    @SuppressWarnings("ResultOfMethodCallIgnored") // Done a moment early is done.
    void sleepUntilOver(long nanos) throws InterruptedException {
        left.await(Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        check();
    }

    private void check() {
        Throwable cause = failure;
        if (cause != null) {
            throw new IllegalStateException("a connection failed", cause);
        }
    }
}
