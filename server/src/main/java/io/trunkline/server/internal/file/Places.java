package io.trunkline.server.internal.file;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts transfers per address, and all of them.
 *
 * <p>Guarded by {@code this}. An address is kept while it has a transfer, so the table is as bounded as they are.
 */
final class Places {
    /** Each holds a descriptor: a system commonly gives 1,024 to 65,536 to a process. */
    static final int MAX_IN_ALL = 4_096;

    private final int perAddress;
    private final Map<InetAddress, Integer> taken = new HashMap<>();
    private int all;

    Places(int perAddress) {
        this.perAddress = perAddress;
    }

    /** Takes a place; false if there is none. */
    synchronized boolean tryEnter(InetAddress address) {
        int now = taken.getOrDefault(address, 0);
        if (now >= perAddress || all >= MAX_IN_ALL) {
            return false;
        }
        taken.put(address, now + 1);
        all++;
        return true;
    }

    /** Gives a place back. */
    synchronized void leave(InetAddress address) {
        taken.computeIfPresent(address, (key, now) -> now == 1 ? null : now - 1);
        all--;
    }
}
