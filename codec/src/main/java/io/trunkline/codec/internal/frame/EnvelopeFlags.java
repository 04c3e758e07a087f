package io.trunkline.codec.internal.frame;

/** The flags of an envelope frame, named as in the registry (SPEC.md section 3.3.2). */
public final class EnvelopeFlags {
    /** Nothing to say, still here: length 0 and no other flag. */
    public static final int KEEPALIVE = 1;

    /** The payload is bytes, not JSON. */
    public static final int BINARY = 1 << 1;

    /** A fragment: the message goes on in the next frame. */
    public static final int MORE = 1 << 2;

    /** The payload is one zlib stream. */
    public static final int COMPRESSED = 1 << 3;

    /** Bits 4 to 15: refused. */
    public static final int RESERVED = 0xFFF0;

    /** What a hello may announce, and what a connection without one accepts. */
    public static final int NEGOTIABLE = BINARY | MORE | COMPRESSED;

    private EnvelopeFlags() {}
}
