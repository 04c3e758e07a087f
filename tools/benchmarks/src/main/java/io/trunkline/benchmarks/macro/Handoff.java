package io.trunkline.benchmarks.macro;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Hands an answer from an event loop to the one thread that waits for it: the least that a blocking call costs. */
public final class Handoff {
    private static final long NONE = -1;

    private volatile long answer = NONE;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Thread waiting;

    /** Called by the thread that will wait, before it sends. */
    public void expect() {
        waiting = Thread.currentThread();
        answer = NONE;
    }

    /** The answer is there. */
    public void complete(long number) {
        answer = number;
        LockSupport.unpark(waiting);
    }

    /** There will be no answer. */
    public void fail(Throwable cause) {
        failure = cause;
        LockSupport.unpark(waiting);
    }

    /** Waits for it. */
    public long await() {
        long got;
        while ((got = answer) == NONE) {
            Throwable cause = failure;
            if (cause != null) {
                throw new IllegalStateException("no answer", cause);
            }
            LockSupport.park(this);
        }
        return got;
    }
}
