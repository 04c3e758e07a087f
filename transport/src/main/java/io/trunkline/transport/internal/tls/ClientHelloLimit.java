package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/**
 * Refuses a ClientHello whose length is beyond reason before the engine begins to collect it.
 *
 * <p>Nine bytes are enough to promise 16 MiB, and engines have waited for them with memory. Implements the row "ClientHello"
 * of SPEC.md section 7. Loop-confined.
 */
final class ClientHelloLimit implements HandshakeMessages.Sink {
    /** Four times the largest hello seen in the wild: post-quantum key shares, a ticket and a long list of extensions. */
    static final int MAX_LENGTH = 64 * 1024;

    private static final int CLIENT_HELLO = 1;

    private final HandshakeMessages messages = new HandshakeMessages(this);
    private int refused = -1;
    private boolean seen;

    /** Looks at the next record of the client's, whole, before the engine does. */
    void check(ByteBuffer records) throws SSLException {
        messages.feed(records);
        if (messages.isDone() && !seen) {
            throw new SSLException("the peer did not begin with a ClientHello");
        }
        if (refused >= 0) {
            throw new SSLException("a ClientHello of " + refused + " bytes; the limit is " + MAX_LENGTH);
        }
    }

    @Override
    public boolean begins(int type, int length) {
        if (type == CLIENT_HELLO && length > MAX_LENGTH) {
            refused = length;
        }
        seen |= type == CLIENT_HELLO;
        // A second hello, after a HelloRetryRequest, is looked at too, unless a ChangeCipherSpec comes between: behind
        // one
        // nobody can tell what is in the clear. That one, and all that follows, is within the limit of the whole
        // handshake.
        return type == CLIENT_HELLO && refused < 0;
    }
}
