package io.trunkline.client.internal.file;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers which transfers have just ended, so that what the peer had sent about them is not taken for something else.
 *
 * <p>Thread-safe. Guarded by {@code lock}.
 */
final class EndedTransfers {
    /** Some times as many as may be open; answers to older ones have long arrived. */
    private static final int KEPT = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> ids = new LinkedHashSet<>();

    void add(String id) {
        lock.lock();
        try {
            ids.add(id);
            if (ids.size() > KEPT) {
                ids.remove(ids.iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    boolean contains(String id) {
        lock.lock();
        try {
            return ids.contains(id);
        } finally {
            lock.unlock();
        }
    }
}
