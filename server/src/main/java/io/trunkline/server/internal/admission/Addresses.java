package io.trunkline.server.internal.admission;

import java.net.InetAddress;
import java.util.Arrays;

/** Gives addresses one form each. Thread-safe: stateless. */
final class Addresses {
    /** The first byte of 127.0.0.0/8. */
    static final byte LOOPBACK_NET = 127;

    private static final int V6_BYTES = 16;
    private static final int MAPPED_FROM = 12;

    private Addresses() {}

    /** The bytes of an address: 4 for IPv4, also where it came inside of IPv6, else 16; without a zone. */
    static byte[] normal(InetAddress address) {
        byte[] bytes = address.getAddress();
        return isMapped(bytes) ? Arrays.copyOfRange(bytes, MAPPED_FROM, V6_BYTES) : bytes;
    }

    /** ::ffff:0:0/96. */
    static boolean isMapped(byte[] bytes) {
        if (bytes.length != V6_BYTES || bytes[10] != -1 || bytes[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
