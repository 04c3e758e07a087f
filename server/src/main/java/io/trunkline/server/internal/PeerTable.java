package io.trunkline.server.internal;

import io.trunkline.transport.internal.TcpConnection;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds connections by their peer's address, which may be that of several.
 *
 * <pre>{@code
 * slots  [ .  A  B  A' .  .  C  . ]     each at the slot that its address gives, or the next free one behind, round the end
 *             └─────┘ no gap: a search ends at the first empty slot. Those of one address stand in the order they came.
 * }</pre>
 *
 * <p>One array: an idle connection costs it a slot and a third at least, four at most, and no object. Guarded by its owner.
 */
final class PeerTable {
    private static final int LEAST = 16;

    /** Spreads the ports of one peer, which lie beside each other, over the table: 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9E3779B9;

    private @Nullable TcpConnection[] slots = new TcpConnection[LEAST];
    private int size;

    void add(TcpConnection connection) {
        if ((size + 1) * 4L > slots.length * 3L) {
            resize(slots.length * 2);
        }
        put(connection);
        size++;
    }

    private void put(TcpConnection connection) {
        int at = home(connection.remoteAddress());
        while (slots[at] != null) {
            at = next(at);
        }
        slots[at] = connection;
    }

    /** Takes one out; false if it is not there. */
    boolean remove(TcpConnection connection) {
        int at = home(connection.remoteAddress());
        while (slots[at] != connection) {
            if (slots[at] == null) {
                return false;
            }
            at = next(at);
        }
        closeGap(at);
        size--;
        if (slots.length > LEAST && size < slots.length / 4) {
            resize(slots.length / 2);
        }
        return true;
    }

    /** Moves up what stands behind a gap only because that was taken, until there is an empty slot anyway. */
    private void closeGap(int gap) {
        int hole = gap;
        int at = next(gap);
        for (TcpConnection each = slots[at]; each != null; each = slots[at]) {
            if (distance(home(each.remoteAddress()), at) >= distance(hole, at)) {
                slots[hole] = each;
                hole = at;
            }
            at = next(at);
        }
        slots[hole] = null;
    }

    /** The connection of this peer that came last; null if there is none. */
    @Nullable
    TcpConnection latest(InetSocketAddress remote) {
        TcpConnection latest = null;
        int at = home(remote);
        for (TcpConnection each = slots[at]; each != null; each = slots[at]) {
            if (each.remoteAddress().equals(remote)) {
                latest = each;
            }
            at = next(at);
        }
        return latest;
    }

    void forEach(Consumer<TcpConnection> action) {
        for (TcpConnection each : slots) {
            if (each != null) {
                action.accept(each);
            }
        }
    }

    int size() {
        return size;
    }

    /** Begins behind an empty slot: so those of one address are put back in their order, also where they go round the end. */
    private void resize(int length) {
        @Nullable TcpConnection[] old = slots;
        slots = new TcpConnection[length];
        int start = 0;
        while (old[start] != null) {
            start++;
        }
        for (int i = 1; i < old.length; i++) {
            TcpConnection each = old[(start + i) & (old.length - 1)];
            if (each != null) {
                put(each);
            }
        }
    }

    private int home(InetSocketAddress remote) {
        return (remote.hashCode() * SPREAD) >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
    }

    private int next(int at) {
        return (at + 1) & (slots.length - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (slots.length - 1);
    }
}
