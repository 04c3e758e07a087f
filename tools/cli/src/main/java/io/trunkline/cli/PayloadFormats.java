package io.trunkline.cli;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;

/** The formats whose frames are payloads and nothing besides. */
final class PayloadFormats {
    private PayloadFormats() {}

    /**
     * The format of that name.
     *
     * @throws IllegalArgumentException for one whose frames are more than payloads
     */
    static FrameFormat<Payload> of(FormatName name) {
        return switch (name) {
            case RAW -> FrameFormat.raw();
            case LENGTH_PREFIXED -> FrameFormat.lengthPrefixed();
            case ENVELOPE -> FrameFormat.envelope();
            case LINE_LENGTH -> FrameFormat.lineLength();
            case JSON_LINES -> FrameFormat.jsonLines();
            default -> throw new IllegalArgumentException(name + " carries no payloads");
        };
    }
}
