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
    private final TreeMap<Long, Integer> sizes = new TreeMap<>();

    void add(long start, int size) {
        sizes.put(start, size);
    }

    boolean beginAt(long start) {
        return sizes.containsKey(start);
    }

    /** The position that is reached from {@code from} by taking {@code count} bytes, and whatever holes follow them. */
    long advance(long from, int count) {
        long at = from;
        long left = count;
        for (Iterator<Map.Entry<Long, Integer>> each = sizes.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Long, Integer> hole = each.next();
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
        for (int size : sizes.subMap(from, to).values()) {
            bytes -= size;
        }
        return bytes;
    }
}
