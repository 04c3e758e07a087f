package io.trunkline.transport.internal.tls;

import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the records of an open connection that bring no byte for the application, and refuses a flood of them.
 *
 * <p>They are how key updates are counted from outside the engine: TLS 1.3 encrypts a record's type, so nobody but the engine
 * sees a KeyUpdate, and engines do not tell. But a KeyUpdate must end its record (RFC 8446 section 5.1), so each has a record
 * of its own, which consumes bytes and produces none; whether the engine then wants to answer differs (the JDK's at once,
 * Bouncy Castle's with the next write) and is no help. The others of that kind are few: the tickets that a server sends after
 * the handshake, one to four as a rule, and empty records, which nobody needs. So all count alike: 32 in any one second, as
 * SEC-13 has it, and in TLS 1.2, which has no key updates, 100 in a row. Loop-confined.
 */
final class SilentRecords {
    /** SPEC.md section 7, "TLS key updates". */
    static final int MAX_PER_SECOND = 32;
    /** An empty record costs its sender 29 bytes and us a decryption. */
    static final int MAX_IN_A_ROW = 100;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private int inARow;
    private int count;
    /** The times of the last {@link #MAX_PER_SECOND}; made with the first, which many connections never see. */
    private long @Nullable [] times;

    /** The application got a byte. */
    void broken() {
        inARow = 0;
    }

    /** A record has brought nothing. */
    void add(long now, boolean mayUpdateKeys) throws SSLException {
        if (mayUpdateKeys) {
            if (isTooFast(now)) {
                throw new SSLException("more than " + MAX_PER_SECOND + " key updates in one second");
            }
        } else if (++inARow > MAX_IN_A_ROW) {
            throw new SSLException("more than " + MAX_IN_A_ROW + " records in a row without a byte");
        }
    }

    private boolean isTooFast(long now) {
        long[] ring = times;
        if (ring == null) {
            ring = new long[MAX_PER_SECOND];
            times = ring;
        }
        int slot = count++ % MAX_PER_SECOND;
        boolean tooFast = count > MAX_PER_SECOND && now - ring[slot] < SECOND;
        ring[slot] = now;
        if (count == 2 * MAX_PER_SECOND) {
            count = MAX_PER_SECOND; // Stays small; the slot is the same.
        }
        return tooFast;
    }
}
