package io.trunkline.server.internal.broker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that one loop raises and any thread lowers, so that a loop on its own pays for no locked operation.
 *
 * <p>Thread-safe, but {@link #raise} is the loop's. {@link #get} is right there; elsewhere it may be a moment old.
 */
final class LoopCount {
    private static final VarHandle ELSEWHERE = elsewhereHandle();

    /** The loop's part; the difference counts, so it may wrap around. */
    private int here;

    /** What other threads took off, ever. */
    @SuppressWarnings("UnusedVariable") // Written through its handle.
    private volatile int elsewhere;

    private static VarHandle elsewhereHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(LoopCount.class, "elsewhere", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    void raise() {
        here++;
    }

    /** Lowers it, on the loop or elsewhere. */
    void lower(boolean onLoop) {
        if (onLoop) {
            here--;
        } else {
            int unused = (int) ELSEWHERE.getAndAdd(this, 1);
        }
    }

    int get() {
        return here - elsewhere;
    }
}
