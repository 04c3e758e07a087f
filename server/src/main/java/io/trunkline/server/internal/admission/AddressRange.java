package io.trunkline.server.internal.admission;

import io.trunkline.transport.internal.AddressLiteral;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses in CIDR notation: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address without a length.
 *
 * <p>Strict: four decimal numbers without leading zeros, no short forms, no zones, and no bit behind the length that is not
 * zero, since whoever writes {@code 10.0.0.5/8} means one or the other. IPv4 inside of IPv6 is IPv4, and
 * {@code 0.0.0.0/0} and {@code ::/0} are two ranges. Immutable.
 */
public final class AddressRange {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final int MAPPED_BITS = 96;
    private static final int MAX_DIGITS = 3;

    private final byte[] prefix;
    private final int bits;
    private final String text;

    private AddressRange(byte[] prefix, int bits, String text) {
        this.prefix = prefix;
        this.bits = bits;
        this.text = text;
    }

    /**
     * Reads a range.
     *
     * @param text address, or address/length
     * @return the range
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = bytes(host, text);
        boolean mapped = host.indexOf(':') >= 0 && bytes.length == V4_BITS / Byte.SIZE;
        int most = mapped ? V6_BITS : bytes.length * Byte.SIZE;
        int length = slash < 0 ? most : length(text.substring(slash + 1), most, text);
        if (mapped) {
            if (length < MAPPED_BITS) {
                throw bad(text, "IPv4 inside of IPv6 has a length of 96 to 128");
            }
            length -= MAPPED_BITS;
        }
        requireNoBitsBehind(bytes, length, text);
        return new AddressRange(bytes, length, text);
    }

    private static byte[] bytes(String host, String text) {
        if (host.indexOf('%') >= 0) {
            throw bad(text, "a zone means nothing here");
        }
        @Nullable InetAddress address = host.isEmpty() || host.charAt(0) == '[' ? null : AddressLiteral.parse(host);
        if (address == null) {
            throw bad(text, "an address is like 10.0.0.0 or 2001:db8::, whole and without leading zeros");
        }
        return Addresses.normal(address);
    }

    private static int length(String digits, int most, String text) {
        boolean decimal = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && (digits.length() == 1 || digits.charAt(0) != '0');
        int length = decimal ? Integer.parseInt(digits) : most + 1;
        if (length > most) {
            throw bad(text, "the length is 0 to " + most);
        }
        return length;
    }

    private static void requireNoBitsBehind(byte[] bytes, int length, String text) {
        for (int bit = length; bit < bytes.length * Byte.SIZE; bit++) {
            if ((bytes[bit / Byte.SIZE] & (0x80 >> bit % Byte.SIZE)) != 0) {
                throw bad(text, "bits behind the length are set; write the network, or the address without a length");
            }
        }
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("no address range: \"" + text + "\"; " + why);
    }

    /**
     * Tells whether an address is in the range.
     *
     * @param address of a peer
     * @return false also for one of the other family
     */
    public boolean contains(InetAddress address) {
        byte[] bytes = Addresses.normal(address);
        if (bytes.length != prefix.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != prefix[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((bytes[whole] ^ prefix[whole]) & (0xFF00 >> rest) & 0xFF) == 0;
    }

    /** Shows it as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
