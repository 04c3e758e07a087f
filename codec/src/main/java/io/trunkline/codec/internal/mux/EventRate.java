package io.trunkline.codec.internal.mux;

/**
 * Allows so many events in any span of a given length, and no more.
 *
 * <p>Keeps the instants of the last {@code limit} events in a ring: event n is refused if event n − limit lies less than a
 * span back. Exact where a counter that is reset now and then would let twice as many pass. Loop-confined.
 */
final class EventRate {
    private final long[] instants;
    private final long spanNanos;
    private long seen;

    EventRate(int limit, long spanNanos) {
        this.instants = new long[limit];
        this.spanNanos = spanNanos;
    }

    /** Records an event and tells whether it is still within the rate. */
    boolean allows(long nowNanos) {
        int slot = (int) (seen % instants.length);
        boolean fits = seen < instants.length || nowNanos - instants[slot] >= spanNanos;
        instants[slot] = nowNanos;
        seen++;
        return fits;
    }
}
