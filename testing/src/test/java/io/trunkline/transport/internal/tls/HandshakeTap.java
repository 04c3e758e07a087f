package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Listens to what a server sends, and tells the group and whether the client had to be asked twice. Caller-confined. */
public final class HandshakeTap {
    /** The random of a HelloRetryRequest: RFC 8446 section 4.1.3. */
    private static final String RETRY = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

    private final ServerHelloReader reader = new ServerHelloReader();
    private final StringBuilder all = new StringBuilder();

    /** Takes the next bytes, from position to limit. */
    public void fromServer(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        all.append(HexFormat.of().formatHex(copy));
        if (!reader.isDone()) {
            reader.feed(ByteBuffer.wrap(copy));
        }
    }

    /** As the reader found it. */
    public @Nullable String group() {
        return reader.group();
    }

    /** Whether the server sent a HelloRetryRequest. */
    public boolean askedAgain() {
        return all.indexOf(RETRY) >= 0;
    }
}
