package io.trunkline.codec;

import io.trunkline.Payload;
import io.trunkline.codec.internal.frame.EnvelopeFlags;

/**
 * One frame of {@code envelope} with its flags, as it is on the wire.
 *
 * <p>Immutable. Implements SPEC.md section 3.3.
 *
 * @param flags 32 bits: 0 KEEPALIVE, 1 BINARY, 2 MORE, 3 COMPRESSED, 4 to 15 zero, 16 to 31 of no meaning to us
 * @param payload what the frame carries; for a fragment or a compressed message not yet the message
 */
public record EnvelopeFrame(int flags, Payload payload) {
    /** The frame that says: still here. */
    public static final EnvelopeFrame KEEPALIVE = new EnvelopeFrame(EnvelopeFlags.KEEPALIVE, Payload.EMPTY);

    /**
     * Refuses what no receiver may accept.
     *
     * @param flags as on the wire
     * @param payload what the frame carries
     * @throws IllegalArgumentException if a reserved flag is set, or KEEPALIVE with a payload or another flag
     */
    public EnvelopeFrame {
        if ((flags & EnvelopeFlags.RESERVED) != 0) {
            throw new IllegalArgumentException("flags " + hex(flags) + " has one of the reserved bits 4 to 15");
        }
        boolean keepAlive = (flags & EnvelopeFlags.KEEPALIVE) != 0;
        if (keepAlive && (flags != EnvelopeFlags.KEEPALIVE || !payload.isEmpty())) {
            throw new IllegalArgumentException(
                    "KEEPALIVE stands alone: flags " + hex(flags) + ", " + payload.size() + " bytes");
        }
    }

    private static String hex(int flags) {
        return "0x" + Integer.toHexString(flags);
    }

    /**
     * Tells whether the frame only says: still here.
     *
     * @return true if KEEPALIVE is set
     */
    public boolean isKeepAlive() {
        return (flags & EnvelopeFlags.KEEPALIVE) != 0;
    }

    /**
     * Tells whether the payload is bytes, not JSON.
     *
     * @return true if BINARY is set
     */
    public boolean isBinary() {
        return (flags & EnvelopeFlags.BINARY) != 0;
    }

    /**
     * Tells whether the message goes on in the next frame.
     *
     * @return true if MORE is set
     */
    public boolean hasMore() {
        return (flags & EnvelopeFlags.MORE) != 0;
    }

    /**
     * Tells whether the message is compressed.
     *
     * @return true if COMPRESSED is set
     */
    public boolean isCompressed() {
        return (flags & EnvelopeFlags.COMPRESSED) != 0;
    }
}
