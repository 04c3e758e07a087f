package io.trunkline.transport.internal;

import org.jspecify.annotations.Nullable;

/**
 * Holds deadlines that come in the order of their instants; one that does not is refused, and goes to the heap.
 *
 * <pre>{@code
 * first ◀──▶ ◀──▶ ◀──▶ last     add behind the last · take out anywhere · each in a few writes · insert: a walk, for emergencies
 * }</pre>
 *
 * <p>A long timeout at its end keeps shorter ones out until it is cancelled: they cost then what all others do. Loop-confined.
 */
final class DeadlineLine {
    private @Nullable OrderlyDeadline first;
    private @Nullable OrderlyDeadline last;
    private int size;

    int size() {
        return size;
    }

    /** The earliest; null if there is none. */
    @Nullable
    Deadline first() {
        return first;
    }

    /** Adds a deadline whose instant is set, unless it is before that of the last one. */
    boolean tryAdd(OrderlyDeadline deadline) {
        OrderlyDeadline before = last;
        if (before != null && deadline.at - before.at < 0) {
            return false;
        }
        addBehind(before, deadline);
        return true;
    }

    /** Adds a deadline whose instant is set where it belongs; walks past those that are later. */
    void insert(OrderlyDeadline deadline) {
        OrderlyDeadline before = last;
        while (before != null && deadline.at - before.at < 0) {
            before = before.earlier;
        }
        addBehind(before, deadline);
    }

    private void addBehind(@Nullable OrderlyDeadline before, OrderlyDeadline deadline) {
        OrderlyDeadline behind = before == null ? first : before.later;
        if (before == null) {
            first = deadline;
        } else {
            before.later = deadline;
        }
        if (behind == null) {
            last = deadline;
        } else {
            behind.earlier = deadline;
        }
        deadline.earlier = before;
        deadline.later = behind;
        deadline.index = Deadline.IN_LINE;
        size++;
    }

    /** Takes out one that stands in it. */
    void remove(OrderlyDeadline deadline) {
        OrderlyDeadline before = deadline.earlier;
        OrderlyDeadline behind = deadline.later;
        if (before == null) {
            first = behind;
        } else {
            before.later = behind;
            deadline.earlier = null;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.earlier = before;
            deadline.later = null;
        }
        deadline.index = Deadline.NOT_QUEUED;
        size--;
    }
}
