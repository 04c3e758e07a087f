package io.trunkline.transport.internal;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;

/**
 * Orders the addresses of a name for trying them: the families take turns, each in the resolver's order (RFC 8305, section 4).
 *
 * <p>So a family that leads nowhere costs one head start and not one per address. The family that the resolver puts first
 * begins.
 */
final class AddressOrder {
    /** The most addresses that one connect tries: a name that lists more is a mistake or an attack on our descriptors. */
    static final int MAX_ADDRESSES = 64;

    private AddressOrder() {}

    /** Gives each address once, at most {@link #MAX_ADDRESSES}. */
    static List<InetSocketAddress> interleaved(Collection<InetSocketAddress> resolved) {
        Queue<InetSocketAddress> first = new ArrayDeque<>();
        Queue<InetSocketAddress> second = new ArrayDeque<>();
        for (InetSocketAddress each : new LinkedHashSet<>(resolved)) {
            boolean beginning = first.isEmpty() || isV6(each) == isV6(first.element());
            (beginning ? first : second).add(each);
        }
        List<InetSocketAddress> ordered = new ArrayList<>();
        while (ordered.size() < MAX_ADDRESSES && !(first.isEmpty() && second.isEmpty())) {
            take(first, ordered);
            take(second, ordered);
        }
        return List.copyOf(ordered.subList(0, Math.min(MAX_ADDRESSES, ordered.size())));
    }

    private static void take(Queue<InetSocketAddress> from, List<InetSocketAddress> to) {
        InetSocketAddress next = from.poll();
        if (next != null) {
            to.add(next);
        }
    }

    private static boolean isV6(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address;
    }
}
