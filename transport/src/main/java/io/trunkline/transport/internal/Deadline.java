package io.trunkline.transport.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Runs once at a monotonic instant, on its loop, unless it is cancelled before.
 *
 * <p>Extend it where an object exists per deadline anyway (an in-flight request is its own deadline); else
 * {@link EventLoop#schedule(long, Runnable)} makes one.
 *
 * <pre>{@code
 * IDLE ──schedule──▶ QUEUED ──time──▶ IDLE (onDeadline runs; may be scheduled again)
 *                      └──cancel──▶ IDLE
 * }</pre>
 *
 * <p>Loop-confined, except {@link EventLoop#schedule} and {@link EventLoop#cancel}, which any thread may call. One that
 * was scheduled and cancelled by different threads is not to be scheduled again.
 */
public abstract class Deadline {
    private static final VarHandle CANCELLED = cancelledHandle();

    static final int NOT_QUEUED = -1;

    /** The place of one that stands in a {@link DeadlineLine}. */
    static final int IN_LINE = -2;

    /** Owned by {@link Deadlines}: the instant, and the place in its heap. */
    long at;

    int index = NOT_QUEUED;

    /** Set by a cancel that may overtake the hand-over of its schedule; read when the hand-over arrives. */
    private volatile boolean cancelled;

    private static VarHandle cancelledHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Deadline.class, "cancelled", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Marks it, from any thread. */
    void cancelled() {
        cancelled = true;
    }

    /** The loop's, which alone looks at the mark: without the fence that a volatile write costs, twice for each request. */
    void cancelledHere(boolean now) {
        CANCELLED.setOpaque(this, now);
    }

    /** Called on the loop when the instant has come; what it throws is logged. */
    protected abstract void onDeadline();

    /** Called on the loop when a cancel by another thread has come there: nothing of it is left then. */
    protected void onCancelledElsewhere() {}

    /** Called on the loop instead, if the loop ends first. */
    protected void onLoopEnded() {}
}
