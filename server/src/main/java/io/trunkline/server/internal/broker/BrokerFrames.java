package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.transport.internal.Outgoing;
import io.trunkline.transport.internal.SharedBytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One broker message as the frames that one peer takes: whole, or cut into fragments.
 *
 * <pre>{@code
 * message = header line | payload             limit = the peer's frame limit
 *
 * envelope:         [len][flags] message
 * fragments:        [len][flags|MORE] limit bytes · [len][flags|MORE] limit bytes · [len][flags] the rest
 * length-prefixed:  [len] message
 * }</pre>
 *
 * <p>Immutable; encodes itself straight into the outbound chunk, header and payload one behind the other.
 */
final class BrokerFrames implements Outgoing {
    private static final int ENVELOPE_HEADER = 8;
    private static final int LENGTH_HEADER = 4;

    private final byte[] head;
    private final Body payload;
    private final int flags;
    private final int limit;
    private final boolean envelope;

    /**
     * Describes the frames.
     *
     * @param head the header line, LF included; shorter than the limit
     * @param flags of every frame, without MORE
     * @param limit bytes per frame
     */
    BrokerFrames(byte[] head, Body payload, int flags, int limit, boolean envelope) {
        this.head = head;
        this.payload = payload;
        this.flags = flags;
        this.limit = limit;
        this.envelope = envelope;
    }

    private int length() {
        return head.length + payload.length();
    }

    @Override
    public int frames() {
        return envelope ? Math.max(1, (length() + limit - 1) / limit) : 1;
    }

    @Override
    public int size() {
        return length() + frames() * (envelope ? ENVELOPE_HEADER : LENGTH_HEADER);
    }

    @Override
    public void writeTo(byte[] array, int offset) {
        int left = length();
        int at = offset;
        int from = 0;
        while (left > 0) {
            int part = envelope ? Math.min(left, limit) : left;
            left -= part;
            at = frameHeader(array, at, part, left > 0 ? flags | EnvelopeFlags.MORE : flags);
            copy(from, part, array, at);
            from += part;
            at += part;
        }
    }

    /** The payload, where it lies for good and is not cut into fragments. */
    @Override
    public @Nullable ByteBuffer tail() {
        return payload.isOwned() && frames() == 1
                ? ByteBuffer.wrap(payload.array(), payload.offset(), payload.length())
                : null;
    }

    @Override
    public @Nullable SharedBytes shared() {
        return payload.shared();
    }

    @Override
    public void writeHeadTo(byte[] array, int offset) {
        int at = frameHeader(array, offset, length(), flags);
        System.arraycopy(head, 0, array, at, head.length);
    }

    private int frameHeader(byte[] array, int at, int length, int frameFlags) {
        putInt(array, at, length);
        if (!envelope) {
            return at + LENGTH_HEADER;
        }
        putInt(array, at + LENGTH_HEADER, frameFlags);
        return at + ENVELOPE_HEADER;
    }

    /** Copies a part of the message, which may begin in the header line and end in the payload. */
    private void copy(int from, int length, byte[] array, int at) {
        int ofHead = Math.max(0, Math.min(length, head.length - from));
        if (ofHead > 0) {
            System.arraycopy(head, from, array, at, ofHead);
        }
        if (ofHead < length) {
            int inPayload = payload.offset() + from + ofHead - head.length;
            System.arraycopy(payload.array(), inPayload, array, at + ofHead, length - ofHead);
        }
    }

    private static void putInt(byte[] array, int at, int value) {
        array[at] = (byte) (value >>> 24);
        array[at + 1] = (byte) (value >>> 16);
        array[at + 2] = (byte) (value >>> 8);
        array[at + 3] = (byte) value;
    }
}
