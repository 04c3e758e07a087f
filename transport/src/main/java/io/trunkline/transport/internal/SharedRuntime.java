package io.trunkline.transport.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The runtime of clients that were given none: one loop, started by the first and gone with the last.
 *
 * <p>Its threads are daemons: a {@code main} that forgets to close a client must end all the same. A runtime that somebody
 * builds has ordinary threads, for a server whose {@code main} returns must go on. Guarded by
 * {@code LOCK}, which is no monitor: a start that fails waits for the threads that it has started.
 */
public final class SharedRuntime {
    private static final ReentrantLock LOCK = new ReentrantLock();

    private static int users;
    private static @Nullable RuntimeCore core;

    private SharedRuntime() {}

    /** Gives the shared runtime, started if nobody has it; release the lease once. Thread-safe. */
    public static Lease acquire() {
        LOCK.lock();
        try {
            RuntimeCore shared = core;
            if (shared == null) {
                shared = RuntimeCore.start(1, null, Ticker.SYSTEM, true);
                core = shared;
            }
            users++;
            return new Lease(shared);
        } finally {
            LOCK.unlock();
        }
    }

    private static void release(RuntimeCore released) {
        LOCK.lock();
        try {
            if (--users > 0) {
                return;
            }
            core = null;
        } finally {
            LOCK.unlock();
        }
        released.close(); // Outside the lock: it waits for threads, and one of them may be acquiring.
    }

    /** One user's share. Thread-safe. */
    public static final class Lease implements AutoCloseable {
        private final RuntimeCore core;
        private final AtomicBoolean released = new AtomicBoolean();

        private Lease(RuntimeCore core) {
            this.core = core;
        }

        public RuntimeCore core() {
            return core;
        }

        /** Gives the share back; the last one ends the threads and waits for them. Again, it has no effect. */
        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                release(core);
            }
        }
    }
}
