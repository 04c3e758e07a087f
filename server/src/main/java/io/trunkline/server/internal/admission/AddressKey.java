package io.trunkline.server.internal.admission;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What counts as one address: an IPv4 address, or the /64 of an IPv6 address, which one customer has whole.
 *
 * <p>IPv4 inside of IPv6 (::ffff:10.0.0.1) counts as what it is; zones do not count. Immutable.
 *
 * @param bits the address, or the upper half of it
 * @param isV6 tells the two apart
 */
public record AddressKey(long bits, boolean isV6) {
    private static final int V4_BYTES = 4;

    /**
     * Gives the key of an address.
     *
     * @param address of a peer
     * @return equal for addresses that count as one
     */
    public static AddressKey of(InetAddress address) {
        byte[] bytes = Addresses.normal(address);
        return bytes.length == V4_BYTES
                ? new AddressKey(ByteBuffer.wrap(bytes).getInt(), false)
                : new AddressKey(ByteBuffer.wrap(bytes).getLong(), true);
    }

    /** Whether an address is of this machine itself, in either form. */
    static boolean isLoopback(InetAddress address) {
        byte[] bytes = Addresses.normal(address);
        return bytes.length == V4_BYTES ? bytes[0] == Addresses.LOOPBACK_NET : address.isLoopbackAddress();
    }
}
