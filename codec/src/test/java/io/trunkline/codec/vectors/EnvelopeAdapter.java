package io.trunkline.codec.vectors;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;

/** Runs {@code envelope}: messages outside broker connections, joined and inflated. */
final class EnvelopeAdapter extends PayloadFormatAdapter {
    EnvelopeAdapter() {
        super("envelope");
    }

    @Override
    FrameFormat<Payload> format(VectorCase vector) {
        return FrameFormat.envelope();
    }
}
