package io.trunkline.codec.internal.json;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;

/**
 * Gives the threads that have asked for it buffers of their own for parsing and writing; all others share some.
 *
 * <p>A shared pool, as Jackson has it, costs two queue operations for each small message; buffers for each thread would cost
 * memory for each of a million virtual ones. Thread-safe.
 */
public final class ThreadBuffers implements RecyclerPool<BufferRecycler> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final ThreadLocal<@Nullable BufferRecycler> OWN = new ThreadLocal<>();

    ThreadBuffers() {}

    /** Gives the calling thread buffers of its own, some 20 KiB once it reads and writes JSON: for threads that are few. */
    public static void keepForThisThread() {
        OWN.set(new BufferRecycler());
    }

    static boolean isKeptByThisThread() {
        return OWN.get() != null;
    }

    /** A thread's own goes back nowhere; one of the shared ones knows where it belongs. */
    @Override
    public BufferRecycler acquireAndLinkPooled() {
        BufferRecycler own = OWN.get();
        return own == null ? JsonRecyclerPools.sharedConcurrentDequePool().acquireAndLinkPooled() : own;
    }

    @Override
    public BufferRecycler acquirePooled() {
        BufferRecycler own = OWN.get();
        return own == null ? JsonRecyclerPools.sharedConcurrentDequePool().acquirePooled() : own;
    }

    @Override
    public void releasePooled(BufferRecycler pooled) {
        // A thread's own stays with it; a shared one is linked to its pool, and released there.
    }
}
