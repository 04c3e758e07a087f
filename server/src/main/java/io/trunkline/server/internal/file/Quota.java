package io.trunkline.server.internal.file;

/**
 * Counts what a directory holds and what is promised to files on their way, against what it may hold.
 *
 * <p>Guarded by {@code this}. Others may add and delete files meanwhile: {@link #measured} corrects what they did.
 */
final class Quota {
    private final long limit;
    private long stored;
    private long promised;

    Quota(long limit) {
        this.limit = limit;
    }

    /** Promises room, if there is. */
    synchronized boolean tryPromise(long bytes) {
        if (bytes > limit - promised - stored) {
            return false;
        }
        promised += bytes;
        return true;
    }

    /** Takes back a promise, or a part of one. */
    synchronized void release(long bytes) {
        promised -= bytes;
    }

    /** A promised file has its name, in place of another or of none. */
    synchronized void keep(long bytes, long replaced) {
        promised -= bytes;
        stored += bytes - replaced;
    }

    /** Records what lies in the directory under its own name. */
    synchronized void measured(long bytes) {
        stored = bytes;
    }
}
