package io.trunkline.transport.internal;

import org.jspecify.annotations.Nullable;

/**
 * A deadline of which many are scheduled with the same timeout, so that they mostly come in the order of their instants.
 *
 * <p>Requests are such: scheduled and cancelled a hundred thousand times a second, and hardly ever due. In a {@link DeadlineLine}
 * that costs a few writes, in the heap a walk of ten levels. Loop-confined as {@link Deadline} is.
 */
public abstract class OrderlyDeadline extends Deadline {
    /** Owned by {@link DeadlineLine}: its neighbours while it stands there. */
    @Nullable
    OrderlyDeadline earlier;

    @Nullable
    OrderlyDeadline later;

    /** Remembers when it is going to be due, before it is scheduled. */
    public final void due(long nanos) {
        at = nanos;
    }

    /** When it is, or was going to be, due. */
    public final long due() {
        return at;
    }
}
