package io.trunkline.codec.vectors;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;

/** Runs {@code raw}, whose deliveries are compared after joining. */
final class RawAdapter extends PayloadFormatAdapter {
    RawAdapter() {
        super("raw");
    }

    @Override
    FrameFormat<Payload> format(VectorCase vector) {
        return FrameFormat.raw();
    }

    @Override
    Event event(Payload frame) {
        return Event.bytes(frame);
    }
}
