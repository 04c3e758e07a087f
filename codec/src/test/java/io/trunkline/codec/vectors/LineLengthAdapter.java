package io.trunkline.codec.vectors;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;

/** Runs {@code line-length}, in the UTF-16 reading mode too. */
final class LineLengthAdapter extends PayloadFormatAdapter {
    LineLengthAdapter() {
        super("line-length");
    }

    @Override
    FrameFormat<Payload> format(VectorCase vector) {
        boolean utf16 = vector.option("lengths").asString("bytes").equals("utf16");
        return utf16 ? FrameFormat.lineLengthUtf16() : FrameFormat.lineLength();
    }
}
