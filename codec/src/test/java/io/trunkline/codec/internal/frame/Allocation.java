package io.trunkline.codec.internal.frame;

import java.lang.reflect.Method;

/**
 * Counts the bytes that this thread has allocated.
 *
 * <p>By reflection, so that the module under test need not read the management modules.
 */
public final class Allocation {
    private static final Object THREADS;
    private static final Method COUNTER;

    static {
        try {
            THREADS = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            COUNTER = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Allocation() {}

    /** Runs something and tells how many bytes it allocated, give or take a few hundred for the asking. */
    public static long of(Runnable action) {
        long before = now();
        action.run();
        return now() - before;
    }

    private static long now() {
        try {
            return (long) COUNTER.invoke(THREADS);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
