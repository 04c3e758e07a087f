package io.trunkline.transport.internal;

/** Refuses to block an event loop. */
public final class Blocking {
    private Blocking() {}

    /** Tells whether the caller is an event loop. */
    public static boolean isOnLoop() {
        return Thread.currentThread() instanceof LoopThread;
    }

    /**
     * Throws if the caller is an event loop, whose connections would all wait with it.
     *
     * @param operation the name of the public method without parentheses, which has a form that ends in {@code Async}
     * @throws IllegalStateException naming the loop and the way out
     */
    public static void assertNotOnLoop(String operation) {
        Thread thread = Thread.currentThread();
        if (thread instanceof LoopThread) {
            throw new IllegalStateException(operation + "() would block " + thread.getName() + "; use " + operation
                    + "Async, or thenApplyAsync to leave the loop");
        }
    }

    /**
     * Does the same for a method without a form that ends in {@code Async}.
     *
     * @param wayOut what to do instead
     * @throws IllegalStateException naming the loop and the way out
     */
    public static void assertNotOnLoop(String operation, String wayOut) {
        Thread thread = Thread.currentThread();
        if (thread instanceof LoopThread) {
            throw new IllegalStateException(operation + "() would block " + thread.getName() + "; " + wayOut
                    + ", or thenApplyAsync to leave the loop");
        }
    }
}
