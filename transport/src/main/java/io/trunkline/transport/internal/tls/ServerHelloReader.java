package io.trunkline.transport.internal.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Finds the named group of a key exchange in what the server sends in the clear.
 *
 * <pre>{@code
 * TLS 1.3:  ServerHello[.. extensions[.. key_share(51): group ..]]           a HelloRetryRequest before it is skipped
 * TLS 1.2:  ServerHello, Certificate, ServerKeyExchange[named_curve(3), group ..]
 * }</pre>
 *
 * <p>No engine tells it: the JDK and Bouncy Castle know the group and keep it to themselves. Bytes may come in any pieces; a
 * message that makes no sense ends the search and nothing else, since the engine judges it. Loop-confined.
 */
final class ServerHelloReader implements HandshakeMessages.Sink {
    private static final int SERVER_HELLO = 2;
    private static final int SERVER_KEY_EXCHANGE = 12;
    private static final int SERVER_HELLO_DONE = 14;
    private static final int KEY_SHARE = 51;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int NAMED_CURVE = 3;

    /** The random of a ServerHello that is a HelloRetryRequest: RFC 8446 section 4.1.3. */
    private static final byte[] RETRY =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private final HandshakeMessages messages = new HandshakeMessages(this);
    private @Nullable String group;
    private boolean retried;

    /** Takes the next bytes of the server's, from position to limit, and moves neither. */
    void feed(ByteBuffer records) {
        messages.feed(records);
    }

    /** Whether the rest is of no interest. */
    boolean isDone() {
        return messages.isDone();
    }

    /** The group; null where none was found, as in a resumed session of TLS 1.2. */
    @Nullable
    String group() {
        return group;
    }

    @Override
    public boolean begins(int type, int length) {
        return type != SERVER_HELLO_DONE;
    }

    @Override
    public int keeps(int type) {
        return switch (type) {
            case SERVER_HELLO -> HandshakeMessages.MAX_KEPT;
            case SERVER_KEY_EXCHANGE -> 3;
            default -> 0;
        };
    }

    @Override
    public boolean message(int type, ByteBuffer body) {
        try {
            return switch (type) {
                case SERVER_HELLO -> readHello(body);
                case SERVER_KEY_EXCHANGE -> readKeyExchange(body);
                default -> true;
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return false; // Cut short or nonsense.
        }
    }

    /** TLS 1.3 sends an empty gesture after a HelloRetryRequest; before that, what follows is encrypted. */
    @Override
    public boolean changesCipher() {
        return retried;
    }

    private boolean readHello(ByteBuffer body) {
        byte[] random = new byte[RETRY.length];
        body.getShort();
        body.get(random);
        skip(body, body.get() & 0xFF); // session id
        skip(body, 3); // cipher suite, compression
        boolean retry = Arrays.equals(random, RETRY);
        retried = retry;
        if (!body.hasRemaining()) {
            return true; // TLS 1.2 without extensions.
        }
        boolean isTls13 = readExtensions(body, retry);
        return retry || !isTls13;
    }

    private boolean readExtensions(ByteBuffer body, boolean retry) {
        boolean isTls13 = false;
        int left = body.getShort() & 0xFFFF;
        while (left >= 4 && body.hasRemaining()) {
            int type = body.getShort() & 0xFFFF;
            int length = body.getShort() & 0xFFFF;
            int next = body.position() + length;
            isTls13 |= type == SUPPORTED_VERSIONS;
            if (type == KEY_SHARE && !retry) {
                group = NamedGroups.name(body.getShort() & 0xFFFF);
            }
            body.position(next);
            left -= 4 + length;
        }
        return isTls13;
    }

    private boolean readKeyExchange(ByteBuffer body) {
        if (body.get() == NAMED_CURVE) {
            group = NamedGroups.name(body.getShort() & 0xFFFF);
        }
        return false;
    }

    private static void skip(ByteBuffer body, int count) {
        body.position(body.position() + count);
    }
}
