package io.trunkline.transport.internal;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Remembers which waiting frames may be dropped for newer ones, the oldest first.
 *
 * <p>A frame of which a byte has left cannot be: the peer would take what follows for its rest. Guarded by the connection's
 * lock.
 */
final class DroppableFrames {
    private final Queue<Frame> waiting = new ArrayDeque<>();
    private long bytes;

    void add(long start, int size) {
        if (size > 0) {
            waiting.add(new Frame(start, size));
            bytes += size;
        }
    }

    /** Takes back as few of the oldest as make room for so many bytes; none if all of them would not. Tells how many. */
    int makeRoom(OutboundQueue queue, int needed) {
        forgetBegun(queue.consumedTotal());
        if (needed > bytes) {
            return 0;
        }
        int dropped = 0;
        for (int left = needed; left > 0; dropped++) {
            Frame oldest = waiting.remove();
            bytes -= oldest.size;
            left -= oldest.size;
            queue.withdraw(oldest.start, oldest.size);
        }
        return dropped;
    }

    private void forgetBegun(long consumed) {
        Frame oldest;
        while ((oldest = waiting.peek()) != null && oldest.start < consumed) {
            waiting.remove();
            bytes -= oldest.size;
        }
    }

    private record Frame(long start, int size) {}
}
