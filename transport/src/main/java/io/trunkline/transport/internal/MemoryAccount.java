package io.trunkline.transport.internal;

/**
 * What one part of one connection holds of the budget: told in steps, so that small frames cost no shared counter.
 *
 * <p>Guarded by whatever guards the part.
 */
public final class MemoryAccount {
    /** Less is not worth a write to a counter that all loops share; it is also the most that the budget may be wrong by. */
    static final int STEP = 4 * 1024;

    private final MemoryBudget budget;
    private long told;

    public MemoryAccount(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Says how much is held now. Nothing is always told at once. */
    public void hold(long bytes) {
        if (isNews(told, bytes)) {
            long change = bytes - told;
            told = bytes;
            budget.add(change);
        }
    }

    /** Whether an account that was told of nothing yet would tell of this: until then there need be none. */
    public static boolean isWorthTelling(long bytes) {
        return isNews(0, bytes);
    }

    static boolean isNews(long told, long now) {
        return Math.abs(now - told) >= STEP || (now == 0 && told != 0);
    }
}
