package io.trunkline.transport.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * An account that several threads change: what one hands over, another takes.
 *
 * <p>Thread-safe, without a lock: whoever changes it looks until nothing is left to tell, so the last one leaves it right.
 */
public final class SharedMemoryAccount {
    private final MemoryBudget budget;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong told = new AtomicLong();

    public SharedMemoryAccount(MemoryBudget budget) {
        this.budget = budget;
    }

    /** What is held. */
    long held() {
        return held.get();
    }

    /** Adds what is held from now on, or takes off what is not any more; answers the rest. */
    public long change(long bytes) {
        long now = held.addAndGet(bytes);
        long before = told.get();
        for (long rest = now; MemoryAccount.isNews(before, rest); rest = held.get()) {
            if (told.compareAndSet(before, rest)) {
                budget.add(rest - before);
            }
            before = told.get();
        }
        return now;
    }
}
