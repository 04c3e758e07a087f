package io.trunkline.codec.vectors;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;

/** Runs {@code json-lines}. */
final class JsonLinesAdapter extends PayloadFormatAdapter {
    JsonLinesAdapter() {
        super("json-lines");
    }

    @Override
    FrameFormat<Payload> format(VectorCase vector) {
        return FrameFormat.jsonLines();
    }
}
