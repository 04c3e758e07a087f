package io.trunkline.transport.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Adds up what all connections of one runtime hold, and tells when that is nearly or more than what they may.
 *
 * <pre>{@code
 *             80 % and more              100 % and more
 *   NORMAL ──────────────────▶ PRESSED ──────────────────▶ FULL
 *     ▲ ▲     below 60 %         │ ▲       below 80 %       │ │
 *     │ └────────────────────────┘ └────────────────────────┘ │
 *     └───────────────────── below 60 % ──────────────────────┘
 * }</pre>
 *
 * <p>The gaps between the ways up and down keep one byte more or less from moving the level to and fro. It refuses nothing by
 * itself: what is charged is there already. Accounts tell in steps, so the sum lags by {@link MemoryAccount#STEP} per account
 * at most.
 *
 * <p>Thread-safe: one atomic sum; the level moves under {@code this}, and whoever listens is called after it is released.
 */
public final class MemoryBudget {
    /** How much is held, in words. */
    public enum Level {
        /** All is well. */
        NORMAL,
        /** Connections that leave much unread are not read. */
        PRESSED,
        /** New requests are refused, and the slowest readers cut. */
        FULL
    }

    /** A quarter of the heap: the rest is the user's, and what frames cost beside their bytes. */
    private static final int SHARE_OF_HEAP = 4;

    private static final int PRESSED_PERCENT = 80;
    private static final int RELAXED_PERCENT = 60;

    private final long limit;
    private final long pressedAt;
    private final long relaxedBelow;
    private final AtomicLong used = new AtomicLong();
    private volatile Level level = Level.NORMAL;
    private volatile Runnable listener = () -> {};

    /** A budget of so many bytes. */
    public MemoryBudget(long limit) {
        this.limit = limit;
        this.pressedAt = percent(limit, PRESSED_PERCENT);
        this.relaxedBelow = percent(limit, RELAXED_PERCENT);
    }

    /** The default: a quarter of the largest heap that this JVM may have. */
    public static long defaultLimit() {
        return Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    }

    private static long percent(long of, int percent) {
        return of / 100 * percent + of % 100 * percent / 100;
    }

    public long limit() {
        return limit;
    }

    /** What the accounts have told. */
    public long used() {
        return used.get();
    }

    public Level level() {
        return level;
    }

    /** Whether new work is to be refused. */
    public boolean isFull() {
        return level == Level.FULL;
    }

    /** Has a task run after each change of the level, by whoever changed it; it must be quick and not throw. */
    void onChange(Runnable task) {
        listener = task;
    }

    /** Adds to the sum, or takes off. */
    void add(long bytes) {
        long now = used.addAndGet(bytes);
        if (next(level, now) != level && move()) {
            listener.run();
        }
    }

    private synchronized boolean move() {
        Level before = level;
        // Once more after each move: a change that came between the look at the sum and the move saw the old level.
        for (Level next = next(level, used.get()); next != level; next = next(level, used.get())) {
            level = next;
        }
        return level != before;
    }

    private Level next(Level from, long bytes) {
        if (bytes >= limit) {
            return Level.FULL;
        }
        if (bytes >= pressedAt) {
            return from == Level.FULL ? Level.FULL : Level.PRESSED;
        }
        if (bytes >= relaxedBelow) {
            return from == Level.NORMAL ? Level.NORMAL : Level.PRESSED;
        }
        return Level.NORMAL;
    }

    @Override
    public String toString() {
        return level + ": " + used + " of " + limit + " bytes";
    }
}
