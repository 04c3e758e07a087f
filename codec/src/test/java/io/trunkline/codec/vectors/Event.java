package io.trunkline.codec.vectors;

import io.trunkline.Payload;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Something a decoder delivered: what it is, and its bytes. Immutable.
 *
 * @param label the frame's fields other than its body, in one comparable text
 * @param body the frame's bytes
 */
record Event(String label, ByteBuffer body) {
    private static final int SHOWN = 32;
    /** Bytes that may arrive in any pieces: neighbours are compared joined. */
    private static final String BYTES = "bytes";

    /** What was sent back: compared behind everything that was delivered. */
    private static final String REPLY = "reply ";

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    static Event of(String label, byte[] body) {
        return new Event(label, ByteBuffer.wrap(body).asReadOnlyBuffer());
    }

    static Event of(String label, Payload body) {
        return new Event(label, body.asByteBuffer());
    }

    static Event of(String label) {
        return new Event(label, NOTHING);
    }

    /** A message that was lost while the connection lives. */
    static Event invalid(String reason) {
        return of("invalid " + reason);
    }

    static Event bytes(byte[] piece) {
        return of(BYTES, piece);
    }

    static Event bytes(Payload piece) {
        return of(BYTES, piece);
    }

    static Event reply(String text) {
        return of(REPLY + text);
    }

    boolean isBytes() {
        return label.equals(BYTES);
    }

    boolean isReply() {
        return label.startsWith(REPLY);
    }

    @Override
    public String toString() {
        byte[] first = new byte[Math.min(SHOWN, body.remaining())];
        body.duplicate().get(first);
        return label + "[" + body.remaining() + "] " + HexFormat.of().formatHex(first);
    }
}
