package io.trunkline.transport.internal.tls;

import io.trunkline.transport.internal.Ticker;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each record beside the engine: refuses what the engine would put up with, and learns what it does not tell.
 *
 * <pre>{@code
 * handshake:  first bytes that are no TLS · ClientHello over 64 KiB · more than 256 KiB in all · the group, read on the way
 * open:       a handshake in TLS 1.2 (renegotiation) · floods of records that bring nothing, key updates among them
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class RecordWatch {
    /** A client's certificates of 64 KiB and a hello of 64 KiB, twice; beyond it, a peer only keeps the engine busy. */
    static final int MAX_HANDSHAKE = 256 * 1024;

    private final SSLEngine engine;
    private final boolean isClient;
    private final Ticker ticker;
    private final SilentRecords silent = new SilentRecords();
    private @Nullable ServerHelloReader hello = new ServerHelloReader();
    private @Nullable ClientHelloLimit helloLimit = new ClientHelloLimit();
    private @Nullable String group;
    private int handshakeBytes;
    /** The record at the head was looked at, and the engine has not taken it yet. */
    private boolean headSeen;

    /** The version that was agreed on, once it is known. */
    private boolean isTls13;

    RecordWatch(SSLEngine engine, Ticker ticker) {
        this.engine = engine;
        this.isClient = engine.getUseClientMode();
        this.ticker = ticker;
    }

    /** The size of the record at the position, or -1 while it is not whole; throws what must not reach the engine. */
    int next(ByteBuffer in, boolean handshaking) throws SSLException {
        if (handshakeBytes == 0 && in.hasRemaining() && !RecordHeader.isRecordType(RecordHeader.typeAt(in))) {
            throw new SSLException(PlainPeer.describe(in));
        }
        int size = RecordHeader.sizeAt(in);
        if (size < 0 || size > in.remaining()) {
            return -1;
        }
        if (handshaking && !headSeen) {
            headSeen = true;
            watchHandshake(in, size);
        } else if (!handshaking && !isTls13 && RecordHeader.typeAt(in) == RecordHeader.HANDSHAKE) {
            throw new SSLException("the peer asks for a renegotiation");
        }
        return size;
    }

    private void watchHandshake(ByteBuffer in, int size) throws SSLException {
        handshakeBytes += size;
        if (handshakeBytes > MAX_HANDSHAKE) {
            throw new SSLException("the peer's side of the handshake is more than " + MAX_HANDSHAKE + " bytes");
        }
        ByteBuffer record = in.duplicate().limit(in.position() + size);
        if (isClient && hello != null) {
            hello.feed(record);
        }
        if (!isClient && helloLimit != null) {
            helloLimit.check(record);
        }
    }

    /** Sees what the engine has made since {@code start}, during the handshake. */
    void wrapped(ByteBuffer out, int start) {
        if (!isClient && hello != null) {
            hello.feed(out.duplicate().flip().position(start));
        }
    }

    /** The engine has taken the record. */
    void taken() {
        headSeen = false;
    }

    /** Counts a record of an open connection by what it has brought. */
    void unwrapped(int produced) throws SSLException {
        if (produced > 0) {
            silent.broken();
        } else {
            silent.add(ticker.nanos(), isTls13);
        }
    }

    /** The handshake is over: what served it goes. */
    void opened() {
        isTls13 = "TLSv1.3".equals(engine.getSession().getProtocol());
        group = hello == null ? group : hello.group();
        hello = null;
        helloLimit = null;
    }

    @Nullable
    String group() {
        return group;
    }
}
