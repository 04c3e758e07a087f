package io.trunkline.codec.vectors;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;

/** Runs {@code length-prefixed}. */
final class LengthPrefixedAdapter extends PayloadFormatAdapter {
    LengthPrefixedAdapter() {
        super("length-prefixed");
    }

    @Override
    FrameFormat<Payload> format(VectorCase vector) {
        return FrameFormat.lengthPrefixed();
    }
}
