package io.trunkline.transport.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bytes that the queues of many connections refer to: charged once, from the first reference to the last.
 *
 * <p>Thread-safe. Whoever makes it may hold a reference of its own while it hands the bytes out, so that queues which empty
 * at once do not charge and give back in turn.
 */
public final class SharedBytes {
    private final MemoryBudget budget;
    private final int size;
    private final AtomicInteger references = new AtomicInteger();

    public SharedBytes(MemoryBudget budget, int size) {
        this.budget = budget;
        this.size = size;
    }

    /** Refers to them. */
    public void retain() {
        if (references.getAndIncrement() == 0) {
            budget.add(size);
        }
    }

    /** Does not any more; once per {@link #retain}. */
    public void release() {
        if (references.decrementAndGet() == 0) {
            budget.add(-size);
        }
    }
}
