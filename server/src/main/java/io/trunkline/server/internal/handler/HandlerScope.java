package io.trunkline.server.internal.handler;

/**
 * Knows whether the calling thread is running a handler or is one of Trunkline's own, and so cannot wait for the server's end.
 *
 * <p>Thread-safe: one mark per thread. The mark is needed where handlers run on a user's executor, whose threads have any
 * name.
 */
public final class HandlerScope {
    private static final String OWN_THREADS = "trunkline-";

    private static final ThreadLocal<Boolean> INSIDE = new ThreadLocal<>();

    private HandlerScope() {}

    /**
     * Runs a user's code; threads of our own need no mark, since their names say what they are.
     *
     * @param body in which {@link #isInside()} is true
     */
    public static void run(Runnable body) {
        if (isOwn(Thread.currentThread().getName())) {
            body.run();
            return;
        }
        Boolean before = INSIDE.get();
        INSIDE.set(Boolean.TRUE);
        try {
            body.run();
        } finally {
            if (before == null) {
                INSIDE.remove();
            }
        }
    }

    /**
     * Tells whether the caller must not wait.
     *
     * @return true in handlers, and on loops and workers
     */
    public static boolean isInside() {
        return INSIDE.get() != null || isOwn(Thread.currentThread().getName());
    }

    private static boolean isOwn(String thread) {
        return thread.startsWith(OWN_THREADS) && !thread.equals("trunkline-exit");
    }
}
