package io.trunkline.server.internal.admission;

import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses may connect at all: not those that are denied, and if any are allowed, only those.
 *
 * <p>Immutable.
 *
 * @param allowed empty for everyone
 * @param denied asked first
 */
public record AddressRules(List<AddressRange> allowed, List<AddressRange> denied) {
    /** Copies the lists. */
    public AddressRules {
        allowed = List.copyOf(allowed);
        denied = List.copyOf(denied);
    }

    boolean permits(InetAddress address) {
        return denied.stream().noneMatch(range -> range.contains(address))
                && (allowed.isEmpty() || allowed.stream().anyMatch(range -> range.contains(address)));
    }
}
