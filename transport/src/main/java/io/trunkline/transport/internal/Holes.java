package io.trunkline.transport.internal;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Remembers where frames were that have been taken back, so that the positions of those behind them stay what they were.
 *
 * <pre>{@code
 * position   0        10        25        40
 *            [frame a ][ hole    ][frame c ]      25 bytes wait; taking 10 of them leads to position 25
 * }</pre>
 *
 * <p>Guarded by the connection's lock.
 */
final class Holes {
    private final TreeMap<Long, Long> sizes = new TreeMap<>();

    /** Adds one; beside others it becomes one with them, so that there are never more of them than frames between. */
    void add(long start, long size) {
        long from = start;
        long length = size;
        Map.Entry<Long, Long> before = sizes.floorEntry(start);
        if (before != null && before.getKey() + before.getValue() == start) {
            from = before.getKey();
            length += before.getValue();
        }
        Long behind = sizes.remove(start + size);
        sizes.put(from, behind == null ? length : length + behind);
    }

    boolean covers(long start) {
        Map.Entry<Long, Long> hole = sizes.floorEntry(start);
        return hole != null && start < hole.getKey() + hole.getValue();
    }

    /** The position that is reached from {@code from} by taking {@code count} bytes, and whatever holes follow them. */
    long advance(long from, int count) {
        long at = from;
        long left = count;
        for (Iterator<Map.Entry<Long, Long>> each = sizes.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Long, Long> hole = each.next();
            if (hole.getKey() - at > left) {
                break;
            }
            left -= hole.getKey() - at;
            at = hole.getKey() + hole.getValue();
            each.remove();
        }
        return at + left;
    }

    /** The bytes that really wait between two positions. */
    long waiting(long from, long to) {
        long bytes = to - from;
        for (long size : sizes.subMap(from, to).values()) {
            bytes -= size;
        }
        return bytes;
    }
}
