package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.frame.EnvelopeFlags;

/** The shapes in which a message that fits one frame goes out: one per row, whatever the peers' limits are. */
enum FrameKind {
    /** Eight bytes of header, no flag. */
    PLAIN(8),
    /** The same, with BINARY where the payload is. */
    FLAGGED(8),
    /** Four bytes of header. */
    PREFIXED(4);

    private static final int LENGTH = 4;

    private final int headerSize;

    FrameKind(int headerSize) {
        this.headerSize = headerSize;
    }

    /** What a peer takes. */
    static FrameKind of(PeerFeatures peer) {
        if (!peer.hasEnvelope()) {
            return PREFIXED;
        }
        return peer.takes(EnvelopeFlags.BINARY) ? FLAGGED : PLAIN;
    }

    int headerSize() {
        return headerSize;
    }

    /** Writes a frame's header; answers where its body begins. */
    int writeHeader(byte[] out, int at, int length, boolean binary) {
        putInt(out, at, length);
        if (this != PREFIXED) {
            putInt(out, at + LENGTH, this == FLAGGED && binary ? EnvelopeFlags.BINARY : 0);
        }
        return at + headerSize;
    }

    private static void putInt(byte[] array, int at, int value) {
        array[at] = (byte) (value >>> 24);
        array[at + 1] = (byte) (value >>> 16);
        array[at + 2] = (byte) (value >>> 8);
        array[at + 3] = (byte) value;
    }
}
