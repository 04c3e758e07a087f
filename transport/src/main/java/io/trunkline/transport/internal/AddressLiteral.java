package io.trunkline.transport.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Reads a host that is an IP address already, so that no resolver need be asked. */
public final class AddressLiteral {
    private static final int BYTES = 4;
    private static final int MAX_BYTE = 255;
    private static final int MAX_DIGITS = 3;
    private static final String V6 = "0123456789abcdefABCDEF:.";

    private AddressLiteral() {}

    /**
     * Gives the address of four decimal numbers, or of IPv6 without brackets, with a zone or without; never asks a name server.
     *
     * @return null for whatever a resolver has to say something about, short and octal forms of IPv4 included
     */
    public static @Nullable InetAddress parse(String host) {
        try {
            if (host.indexOf(':') >= 0) {
                return looksLikeV6(host) ? InetAddress.getByName(host) : null;
            }
            byte[] bytes = v4(host);
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null; // The resolver says the same, in words that reach the caller.
        }
    }

    /** So that the JDK takes it for an address or for nothing: what begins with a dot, or a letter, it asks a resolver. */
    private static boolean looksLikeV6(String host) {
        int zone = host.indexOf('%');
        String address = zone < 0 ? host : host.substring(0, zone);
        return address.indexOf(':') >= 0
                && address.charAt(0) != '.'
                && address.chars().allMatch(c -> V6.indexOf(c) >= 0);
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
