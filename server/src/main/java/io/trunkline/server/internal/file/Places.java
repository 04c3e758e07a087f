package io.trunkline.server.internal.file;

import io.trunkline.server.internal.admission.AddressKey;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts transfers per address, an IPv6 address with the others of its /64, and all of them.
 *
 * <p>Guarded by {@code this}. An address is kept while it has a transfer, so the table is as bounded as they are.
 */
final class Places {
    /** Each holds a descriptor: a system commonly gives 1,024 to 65,536 to a process. */
    static final int MAX_IN_ALL = 4_096;

    private final int perAddress;
    private final Map<AddressKey, Integer> taken = new HashMap<>();
    private int all;

    Places(int perAddress) {
        this.perAddress = perAddress;
    }

    /** Takes a place; false if there is none. */
    synchronized boolean tryEnter(InetAddress address) {
        AddressKey key = AddressKey.of(address);
        int now = taken.getOrDefault(key, 0);
        if (now >= perAddress || all >= MAX_IN_ALL) {
            return false;
        }
        taken.put(key, now + 1);
        all++;
        return true;
    }

    /** Gives a place back. */
    synchronized void leave(InetAddress address) {
        taken.computeIfPresent(AddressKey.of(address), (key, now) -> now == 1 ? null : now - 1);
        all--;
    }
}
