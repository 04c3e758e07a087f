package io.trunkline.transport.internal;

/**
 * Waits for what a loop has to do next, in the way that suits the moment.
 *
 * <pre>{@code
 * poll:    look once
 * await:   spin, if the user pays for it ─▶ announce the sleep ─▶ sleep ─▶ was that a sleep at all?
 *            (looks again and again)          (refused if there      (select)    no, a thousand times in a row:
 *                                              is a task by now)                 rebuild the selector
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class LoopWait {
    private final Ticker ticker;
    private final LoopSelector selector;
    private final LoopTasks tasks;
    private final long spinNanos;
    private final SpinDetector detector = new SpinDetector();

    /** With the time to spin before each sleep; 0 for none. */
    LoopWait(Ticker ticker, LoopSelector selector, LoopTasks tasks, long spinNanos) {
        this.ticker = ticker;
        this.selector = selector;
        this.tasks = tasks;
        this.spinNanos = spinNanos;
    }

    /** Serves what is ready now; tells whether there was anything. */
    boolean poll() {
        return selector.poll();
    }

    /** Waits for channels, tasks and wake-ups, at most so long from {@code now} on; tells whether a channel was served. */
    boolean await(long now, long nanos) {
        if (spinNanos > 0 && spin(now, Math.min(spinNanos, nanos))) {
            return true;
        }
        long left = nanos - (spinNanos > 0 ? ticker.nanos() - now : 0);
        return (left > 0 && tasks.trySleep(now + nanos)) ? sleep(left) : selector.poll();
    }

    private boolean spin(long from, long nanos) {
        while (ticker.nanos() - from < nanos && tasks.isEmpty()) {
            if (selector.poll()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private boolean sleep(long nanos) {
        long from = ticker.nanos();
        boolean any = false;
        boolean woken = false;
        try {
            any = selector.await(nanos);
        } finally {
            woken = tasks.awake();
        }
        if (any || woken || selector.wasInterrupted() || ticker.nanos() - from >= nanos / 2) {
            detector.calm();
        } else {
            premature();
        }
        return any;
    }

    private void premature() {
        switch (detector.premature(ticker.nanos())) {
            case REBUILD -> selector.rebuild();
            case PAUSE -> selector.pause();
            case GO_ON -> {}
        }
    }
}
