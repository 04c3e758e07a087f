package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;

import static io.trunkline.codec.internal.frame.EnvelopeFlags.BINARY;
import static io.trunkline.codec.internal.frame.EnvelopeFlags.COMPRESSED;
import static io.trunkline.codec.internal.frame.EnvelopeFlags.KEEPALIVE;
import static io.trunkline.codec.internal.frame.EnvelopeFlags.MORE;
import static io.trunkline.codec.internal.frame.EnvelopeFlags.NEGOTIABLE;
import static io.trunkline.codec.internal.frame.EnvelopeFlags.RESERVED;

/**
 * Measures and judges an envelope header: the checks of SPEC.md section 3.3.1, in its order.
 *
 * <pre>{@code
 *  0        4       8
 * +--------+-------+---------+
 * | length | flags | body    |
 * +--------+-------+---------+
 * }</pre>
 *
 * <p>Caller-confined. The length is refused as soon as its four bytes are there, the rest with the eighth.
 */
final class EnvelopeHeader implements Delimiter {
    /** The bytes in front of the body. */
    static final int BYTES = 8;

    /** Where the flags begin. */
    static final int FLAGS = 4;

    /** Said of a frame that has to be looked at more closely, by {@link #measure} to begin with. */
    static final int NOT_PLAIN = -1;

    private long frameLimit;
    private int messageLimit;

    /** A frame with any of these is worth a second look. */
    private int suspicious;

    /** A frame with any of these is not a message by itself, or has to be refused. */
    private int notPlain;

    EnvelopeHeader(FrameLimits limits, int accepted) {
        limits(limits);
        accept(accepted);
    }

    private EnvelopeHeader(long frameLimit) {
        this.frameLimit = frameLimit;
        this.messageLimit = Integer.MAX_VALUE;
        accept(NEGOTIABLE);
    }

    /** Judges single frames. */
    static EnvelopeHeader ofFrames(long frameLimit) {
        return new EnvelopeHeader(frameLimit);
    }

    void limits(FrameLimits limits) {
        frameLimit = limits.frame();
        messageLimit = limits.message();
    }

    int messageLimit() {
        return messageLimit;
    }

    void accept(int flags) {
        if ((flags & ~NEGOTIABLE) != 0) {
            throw new IllegalArgumentException("flags 0x" + Integer.toHexString(flags) + " cannot be negotiated");
        }
        suspicious = RESERVED | KEEPALIVE | (NEGOTIABLE & ~flags);
        notPlain = suspicious | MORE | COMPRESSED;
    }

    /** Measures the body of a frame that is a message by itself and legal; {@link #NOT_PLAIN} for all others. */
    int plainLength(byte[] array, int at) {
        int length = Bytes.bits32(array, at);
        boolean plain = (Bytes.bits32(array, at + FLAGS) & notPlain) == 0 && length <= frameLimit;
        return plain && length >= 0 ? length : NOT_PLAIN;
    }

    @Override
    public long measure(byte[] array, int from, int to, int seen) {
        if (to - from < Integer.BYTES) {
            return INCOMPLETE;
        }
        long length = Bytes.u32(array, from);
        if (length > frameLimit) {
            throw FrameFaults.tooLarge(array, from, to, 0, frameLimit, length);
        }
        if (to - from < BYTES) {
            return INCOMPLETE;
        }
        int flags = Bytes.bits32(array, from + FLAGS);
        if ((flags & suspicious) != 0) {
            check(length, flags);
        }
        return BYTES + length;
    }

    private void check(long length, int flags) {
        if ((flags & RESERVED) != 0) {
            throw refused(FrameReasons.RESERVED_FLAG, "a reserved flag is set", flags);
        }
        if ((flags & KEEPALIVE) == 0) {
            throw refused(FrameReasons.FLAG_NOT_NEGOTIATED, "a flag is set that was not announced", flags);
        }
        if (flags != KEEPALIVE || length != 0) {
            throw refused(FrameReasons.MALFORMED_KEEPALIVE, "KEEPALIVE with " + length + " bytes", flags);
        }
    }

    /** Judges a frame that goes on with a message; {@code measured} is its whole length. */
    void checkFragment(long measured, int flags, int messageFlags, int messageSize) {
        if (flags == KEEPALIVE) {
            return;
        }
        if (((flags ^ messageFlags) & (BINARY | COMPRESSED)) != 0) {
            throw refused(FrameReasons.MALFORMED_FRAGMENT, "fragments of one message differ in flags", flags);
        }
        long joined = messageSize + measured - BYTES;
        if (joined > messageLimit) {
            throw FrameFaults.tooLarge(0, messageLimit, joined);
        }
    }

    private static FrameException refused(String reason, String what, int flags) {
        return new FrameException(
                reason, what + ", flags 0x" + Integer.toHexString(flags) + FirstBytes.guessFlags(flags), FLAGS);
    }
}
