package io.trunkline.codec.internal.mux;

/**
 * The receiving half of a stream: how much the peer may still send, and how much waits for its reader.
 *
 * <p>With credit the peer stops by itself; without it a full queue pauses the connection. Loop-confined.
 */
final class Inflow {
    private final boolean credited;
    private final int window;
    private final Gauge queue;
    /** What the peer may send without a grant of ours. */
    private long initial;
    /** What it may send under our grants. */
    private long granted;
    /** What could be granted without passing the window. */
    private long owed;

    private Inflow(boolean credited, int window) {
        this.credited = credited;
        this.window = window;
        this.queue = new Gauge(window);
    }

    static Inflow unlimited(int window) {
        return new Inflow(false, window);
    }

    /** A stream that the peer created: it may send before the first grant. */
    static Inflow afterInitial(int initial) {
        Inflow in = new Inflow(true, initial);
        in.initial = initial;
        return in;
    }

    /** A stream that we created, with a first grant of at most its window. */
    static Inflow afterGrant(int granted, int window) {
        Inflow in = new Inflow(true, window);
        in.granted = granted;
        in.owed = (long) window - granted;
        return in;
    }

    boolean admits(int bytes) {
        return !credited || bytes <= allowance();
    }

    long allowance() {
        return initial + granted;
    }

    /** Gives up, for good, what was granted and not used. */
    long takeGranted() {
        long unused = granted;
        granted = 0;
        return unused;
    }

    /** Records arrived bytes and tells how many of them used up a grant. */
    long spend(int bytes) {
        if (!credited) {
            return 0;
        }
        long free = Math.min(bytes, initial);
        initial -= free;
        granted -= bytes - free;
        return bytes - free;
    }

    /** Queues arrived bytes and tells whether the connection must pause for this stream now. */
    boolean queued(int bytes) {
        return queue.fill(bytes) && !credited;
    }

    /** Records consumed bytes and tells whether the connection need not pause for this stream any more. */
    boolean consumed(long bytes) {
        owed += credited ? bytes : 0;
        return queue.drain(bytes) && !credited;
    }

    /** Takes out the grant that is due, or 0: not before half a window can be granted, so that grants stay rare. */
    long takeGrant(GrantBudget budget) {
        if (owed == 0 || owed * 2 < window) {
            return 0;
        }
        long grant = budget.take(owed);
        owed -= grant;
        granted += grant;
        return grant;
    }

    long unconsumed() {
        return queue.bytes();
    }
}
