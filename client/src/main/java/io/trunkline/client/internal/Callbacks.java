package io.trunkline.client.internal;

import org.jspecify.annotations.Nullable;

/**
 * Remembers whose callback a thread is running, so that a callback that closes its client does not wait for itself.
 *
 * <p>Thread-safe: each thread sees its own.
 */
final class Callbacks {
    private static final ThreadLocal<@Nullable Object> OWNER = new ThreadLocal<>();

    private Callbacks() {}

    /** Runs user code on behalf of an owner. */
    static void run(Object owner, Runnable callback) {
        Object before = OWNER.get();
        OWNER.set(owner);
        try {
            callback.run();
        } finally {
            restore(before);
        }
    }

    /** Tells whether the calling thread runs a callback of that owner. */
    static boolean inside(Object owner) {
        return OWNER.get() == owner;
    }

    private static void restore(@Nullable Object before) {
        if (before == null) {
            OWNER.remove();
        } else {
            OWNER.set(before);
        }
    }
}
