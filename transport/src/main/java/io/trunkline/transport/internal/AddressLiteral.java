package io.trunkline.transport.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Reads a host that is an IP address already, so that no resolver need be asked. */
public final class AddressLiteral {
    private static final int BYTES = 4;
    private static final int MAX_BYTE = 255;
    private static final int MAX_DIGITS = 3;

    private AddressLiteral() {}

    /**
     * Gives the address; null for whatever the resolver has to say something about, short and octal forms of IPv4 included.
     */
    public static @Nullable InetAddress parse(String host) {
        try {
            if (host.indexOf(':') >= 0) {
                return InetAddress.getByName(
                        host); // No name has a colon: the JDK asks nobody, and refuses what is malformed.
            }
            byte[] bytes = v4(host);
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null; // The resolver says the same, in words that reach the caller.
        }
    }

    private static byte @Nullable [] v4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != BYTES) {
            return null;
        }
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            int value = decimal(parts[i]);
            if (value < 0) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    /** 0 to 255 without leading zeros, in ASCII digits; else -1. */
    private static int decimal(String part) {
        if (part.isEmpty() || part.length() > MAX_DIGITS || (part.length() > 1 && part.charAt(0) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char digit = part.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = value * 10 + (digit - '0');
        }
        return value <= MAX_BYTE ? value : -1;
    }
}
