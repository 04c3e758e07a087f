package io.trunkline.transport.internal.tls;

import io.trunkline.transport.internal.AddressLiteral;
import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name or address that a user connects to, as certificates and SNI write it. Immutable.
 *
 * @param text what the user gave, for messages
 * @param dns lower case, ASCII, without a dot at its end; null for an address, and for a name that DNS does not allow
 * @param address null for a name
 */
record HostName(String text, @Nullable String dns, @Nullable InetAddress address) {
    /** What DNS allows for a name, and for a label of it. */
    private static final int MAX_NAME = 253;

    private static final int MAX_LABEL = 63;

    static HostName of(String text) {
        InetAddress address = address(text);
        return new HostName(text, address == null ? dns(text) : null, address);
    }

    /**
     * Reads an address literal: four decimal numbers, or IPv6 without brackets; never asks a name server.
     *
     * @return null for everything else, the short and octal forms of IPv4 included
     */
    static @Nullable InetAddress address(String text) {
        int zone = text.indexOf('%'); // Of this machine's interfaces: no certificate can name it.
        String literal = zone < 0 ? text : text.substring(0, zone);
        return AddressLiteral.parse(literal.indexOf(':') >= 0 ? literal : text);
    }

    private static boolean isMadeOf(String text, String allowed) {
        return text.chars().allMatch(c -> allowed.indexOf(c) >= 0);
    }

    private static @Nullable String dns(String text) {
        try {
            String ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
            String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return isDns(name) ? name : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether a name is made of labels as DNS has them, the underscore that people use included; never all numbers. */
    static boolean isDns(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            return false;
        }
        String[] labels = name.split("\\.", -1);
        for (String label : labels) {
            if (!isLabel(label)) {
                return false;
            }
        }
        return !isMadeOf(labels[labels.length - 1], "0123456789"); // 127.1 is an address to some, and no name to any.
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= MAX_LABEL
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-'
                && isMadeOf(label, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    }

    /** What SNI may carry: a name, never an address (RFC 6066 section 3). */
    @Nullable
    String sni() {
        return dns;
    }
}
