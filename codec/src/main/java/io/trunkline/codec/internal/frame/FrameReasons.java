package io.trunkline.codec.internal.frame;

/** The reasons that frame formats give, named as in the registry. */
public final class FrameReasons {
    /** A length or a message above its limit. */
    public static final String FRAME_TOO_LARGE = "FRAME_TOO_LARGE";

    /** A length line that is no canonical decimal number. */
    public static final String MALFORMED_LENGTH = "MALFORMED_LENGTH";

    /** One of the bits 4 to 15 is set. */
    public static final String RESERVED_FLAG = "RESERVED_FLAG";

    /** KEEPALIVE with a length or another flag. */
    public static final String MALFORMED_KEEPALIVE = "MALFORMED_KEEPALIVE";

    /** BINARY or COMPRESSED differ between fragments. */
    public static final String MALFORMED_FRAGMENT = "MALFORMED_FRAGMENT";

    /** A flag that the receiver did not announce. */
    public static final String FLAG_NOT_NEGOTIATED = "FLAG_NOT_NEGOTIATED";

    /** The stream ended inside a frame. */
    public static final String TRUNCATED = "TRUNCATED";

    /** Too many empty frames in a row. */
    public static final String EMPTY_FLOOD = "EMPTY_FLOOD";

    /** A user's own format broke the contract of {@code FrameFormat}; no peer sees it. */
    public static final String FORMAT_FAILURE = "FORMAT_FAILURE";

    /** A broker message without a legal header line. */
    public static final String MALFORMED_HEADER = "MALFORMED_HEADER";

    /** No LF within the longest header line. */
    public static final String HEADER_TOO_LONG = "HEADER_TOO_LONG";

    /** Not exactly one zlib stream. */
    public static final String MALFORMED_COMPRESSION = "MALFORMED_COMPRESSION";

    /** A payload that the format cannot carry. */
    public static final String ILLEGAL_BYTE = "ILLEGAL_BYTE";

    private FrameReasons() {}
}
