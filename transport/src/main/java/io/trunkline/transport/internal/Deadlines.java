package io.trunkline.transport.internal;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Orders deadlines by instant: a binary heap whose entries know their place, so that a cancel costs O(log n), and beside it a
 * line for those that come in order, where it costs a few writes.
 *
 * <p>A cancelled request leaves nothing behind, unlike in a heap that marks and skips: at 100,000 requests/s with 5 s
 * timeouts that would be 500,000 dead entries. The heap gives its memory back when a peak is over. Loop-confined.
 */
final class Deadlines {
    private static final int INITIAL_CAPACITY = 16;

    private @Nullable Deadline[] heap = new @Nullable Deadline[INITIAL_CAPACITY];
    private final DeadlineLine line = new DeadlineLine();
    private int size;

    int size() {
        return size + line.size();
    }

    /** The entries that there is memory for. */
    int capacity() {
        return heap.length;
    }

    /** Queues a deadline, or moves one that is queued already. */
    void schedule(Deadline deadline, long at) {
        if (deadline.index == Deadline.IN_LINE) {
            cancel(deadline);
        }
        deadline.at = at;
        if (deadline.index == Deadline.NOT_QUEUED) {
            if (deadline instanceof OrderlyDeadline orderly && line.tryAdd(orderly)) {
                return;
            }
            if (size == heap.length && !tryGrow(deadline)) {
                return;
            }
            place(deadline, size++);
        }
        siftUp(deadline);
        siftDown(deadline);
    }

    /** Makes room; where there is no memory for it, one that may stand in line does, at its place, however long that takes. */
    private boolean tryGrow(Deadline deadline) {
        try {
            heap = Arrays.copyOf(heap, size * 2);
            return true;
        } catch (OutOfMemoryError e) {
            if (!(deadline instanceof OrderlyDeadline orderly)) {
                throw e;
            }
            line.insert(orderly);
            return false;
        }
    }

    /** Takes a deadline out; without effect if it is not queued. */
    void cancel(Deadline deadline) {
        int hole = deadline.index;
        if (hole == Deadline.NOT_QUEUED) {
            return;
        }
        if (hole == Deadline.IN_LINE) {
            line.remove((OrderlyDeadline) deadline);
            return;
        }
        deadline.index = Deadline.NOT_QUEUED;
        Deadline last = entry(--size);
        heap[size] = null;
        if (last != deadline) {
            place(last, hole);
            siftUp(last);
            siftDown(last);
        }
        shrink();
    }

    /** Halves the heap once three quarters of it are empty, so that it does not grow and shrink by turns. */
    private void shrink() {
        if (heap.length > INITIAL_CAPACITY && size <= heap.length / 4) {
            try {
                heap = Arrays.copyOf(heap, heap.length / 2);
            } catch (OutOfMemoryError e) {
                return; // It stays as it is: whoever takes a deadline out must get it.
            }
        }
    }

    /** Takes out the earliest deadline if its instant has come. */
    @Nullable
    Deadline pollDue(long now) {
        Deadline first = first();
        return first == null || first.at - now > 0 ? null : poll();
    }

    /** Takes out the earliest deadline, due or not. */
    @Nullable
    Deadline poll() {
        Deadline first = first();
        if (first != null) {
            cancel(first);
        }
        return first;
    }

    private @Nullable Deadline first() {
        Deadline ofHeap = heap[0];
        Deadline ofLine = line.first();
        if (ofHeap == null || ofLine == null) {
            return ofHeap == null ? ofLine : ofHeap;
        }
        return ofLine.at - ofHeap.at < 0 ? ofLine : ofHeap;
    }

    /** Nanoseconds until the earliest deadline, negative if it is overdue, or {@code limit} if that is less. */
    long nanosUntilNext(long now, long limit) {
        Deadline first = first();
        return first == null ? limit : Math.min(limit, first.at - now);
    }

    private void siftUp(Deadline deadline) {
        while (deadline.index > 0) {
            int index = deadline.index;
            Deadline parent = entry((index - 1) >>> 1);
            if (parent.at - deadline.at <= 0) {
                return;
            }
            place(deadline, parent.index);
            place(parent, index);
        }
    }

    private void siftDown(Deadline deadline) {
        while (true) {
            int index = deadline.index;
            int least = 2 * index + 1;
            if (least >= size) {
                return;
            }
            if (least + 1 < size && entry(least + 1).at - entry(least).at < 0) {
                least++;
            }
            Deadline child = entry(least);
            if (deadline.at - child.at <= 0) {
                return;
            }
            place(child, index);
            place(deadline, least);
        }
    }

    private void place(Deadline deadline, int index) {
        heap[index] = deadline;
        deadline.index = index;
    }

    private Deadline entry(int index) {
        return Objects.requireNonNull(heap[index]);
    }
}
