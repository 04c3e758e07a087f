package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.Outgoing;
import io.trunkline.transport.internal.SharedBytes;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One published message on its way to many: copied once, encoded once per shape that some subscriber takes.
 *
 * <pre>{@code
 * fits the peer's frame ─▶ whole(kind): one array per kind, the plain envelope's is the copy itself
 * larger, takes MORE ────▶ fragments that refer to the copy
 * larger, COMPRESSED ────▶ deflated, once for all
 * else ──────────────────▶ null: the peer takes no such message
 * }</pre>
 *
 * <p>Thread-safe: what is made on demand is guarded by itself.
 */
final class Event {
    private final byte[] head;
    private final Body payload;
    private final @Nullable SharedBytes account;
    private final Map<FrameKind, EncodedFrames> whole = new EnumMap<>(FrameKind.class);
    private final MemoryBudget memory;
    private @Nullable Deflated deflated;

    /** What compression made of the payload: null inside if nothing smaller. */
    private record Deflated(@Nullable Body body) {}

    Event(byte[] head, Body borrowed, MemoryBudget memory) {
        this.head = head;
        this.memory = memory;
        FrameKind plain = FrameKind.PLAIN;
        int length = head.length + borrowed.length();
        byte[] array = new byte[plain.headerSize() + length];
        int at = plain.writeHeader(array, 0, length, false);
        System.arraycopy(head, 0, array, at, head.length);
        System.arraycopy(borrowed.array(), borrowed.offset(), array, at + head.length, borrowed.length());
        this.account = accountOf(array.length);
        this.payload = new Body(array, at + head.length, borrowed.length(), borrowed.isBinary(), true, account);
        whole.put(plain, new EncodedFrames(array, 1, account));
    }

    /** The account of so many bytes that queues may refer to; null for a few, which they copy. */
    @Nullable
    SharedBytes accountOf(int bytes) {
        return bytes >= Outgoing.LARGE ? new SharedBytes(memory, bytes) : null;
    }

    /** Bytes of header line and payload. */
    int length() {
        return head.length + payload.length();
    }

    Body payload() {
        return payload;
    }

    int size(FrameKind kind) {
        return kind.headerSize() + length();
    }

    /** Writes the one frame that the message is; answers where it ends. */
    int writeTo(byte[] out, int at, FrameKind kind) {
        int body = kind.writeHeader(out, at, length(), payload.isBinary());
        // Header line and payload lie one behind the other.
        System.arraycopy(payload.array(), payload.offset() - head.length, out, body, length());
        return body + length();
    }

    /** Says who else needs the bytes while they are handed out, so that queues which empty at once do not give them back. */
    void retain() {
        if (account != null) {
            account.retain();
        }
    }

    void release() {
        if (account != null) {
            account.release();
        }
    }

    /** The frames that a peer takes; null if it takes no such message. */
    @Nullable
    Outgoing framesFor(PeerFeatures peer) {
        if (length() > peer.maxMessage()) {
            return null;
        }
        if (length() <= peer.maxFrame()) {
            return whole(FrameKind.of(peer));
        }
        int flags = payload.isBinary() ? peer.flags() & EnvelopeFlags.BINARY : 0;
        if (peer.takes(EnvelopeFlags.MORE)) {
            return new BrokerFrames(head, payload, flags, peer.maxFrame(), true);
        }
        return peer.takes(EnvelopeFlags.COMPRESSED) ? compressed(flags, peer.maxFrame()) : null;
    }

    synchronized EncodedFrames whole(FrameKind wanted) {
        FrameKind kind = wanted == FrameKind.FLAGGED && !payload.isBinary() ? FrameKind.PLAIN : wanted;
        return whole.computeIfAbsent(kind, this::encode);
    }

    private EncodedFrames encode(FrameKind kind) {
        byte[] array = new byte[size(kind)];
        int end = writeTo(array, 0, kind);
        assert end == array.length;
        return new EncodedFrames(array, 1, accountOf(end));
    }

    private @Nullable Outgoing compressed(int flags, int maxFrame) {
        Body body = deflated();
        return body == null || head.length + body.length() > maxFrame
                ? null
                : new BrokerFrames(head, body, flags | EnvelopeFlags.COMPRESSED, maxFrame, true);
    }

    private synchronized @Nullable Body deflated() {
        Deflated known = deflated;
        if (known == null) {
            Body smaller = Deflate.tryDeflate(payload, payload.length());
            known = new Deflated(smaller == null ? null : smaller.kept(memory));
            deflated = known;
        }
        return known.body();
    }
}
