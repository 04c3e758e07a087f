package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/**
 * Reads the five bytes before each TLS record, and refuses what no peer in its right mind sends.
 *
 * <pre>{@code
 *   0        1        2        3        4
 * +--------+--------+--------+--------+--------+-----------
 * |  type  |   3    | minor  |      length     | fragment
 * +--------+--------+--------+--------+--------+-----------
 * }</pre>
 *
 * <p>The engine is shown whole records only, so that it never has to ask for more, and no length that a peer merely claims
 * is ever waited for with memory. Stateless.
 */
final class RecordHeader {
    static final int SIZE = 5;

    /** What RFC 5246 section 6.2.3 allows beyond the 16 KiB of plaintext; TLS 1.3 allows less, and its engines check that. */
    static final int MAX_FRAGMENT = 16 * 1024 + 2 * 1024;

    static final int MAX_RECORD = SIZE + MAX_FRAGMENT;

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    private static final int MAJOR_VERSION = 3;

    private RecordHeader() {}

    static boolean isRecordType(int type) {
        return type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA;
    }

    /** The type of the record at the position; only where there is a byte. */
    static int typeAt(ByteBuffer in) {
        return in.get(in.position()) & 0xFF;
    }

    /**
     * The size of the record at the position, header included; -1 while the header is not whole.
     *
     * @throws SSLException at the first byte that shows it to be no record, or one that is too large
     */
    static int sizeAt(ByteBuffer in) throws SSLException {
        int available = in.remaining();
        int at = in.position();
        if (available > 0 && !isRecordType(typeAt(in))) {
            throw new SSLException("unknown record type " + typeAt(in));
        }
        if (available > 1 && in.get(at + 1) != MAJOR_VERSION) {
            throw new SSLException("unknown record version " + (in.get(at + 1) & 0xFF));
        }
        if (available < SIZE) {
            return -1;
        }
        int length = ((in.get(at + 3) & 0xFF) << 8) | (in.get(at + 4) & 0xFF);
        if (length == 0 || length > MAX_FRAGMENT) {
            // Empty ones too: every cipher since TLS 1.2 adds to the plaintext, and a handshake may not be cut so.
            throw new SSLException("a record of " + length + " bytes is not within 1 to " + MAX_FRAGMENT);
        }
        return SIZE + length;
    }

    /** Whether a whole record, or what must be refused, lies at the position. */
    static boolean isWholeAt(ByteBuffer in) {
        try {
            int size = sizeAt(in);
            return size >= 0 && size <= in.remaining();
        } catch (SSLException e) {
            return true; // Whoever looks closer will throw it.
        }
    }
}
