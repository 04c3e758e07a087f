package io.trunkline.codec.vectors;

import io.trunkline.Payload;
import io.trunkline.codec.EnvelopeFrame;
import io.trunkline.codec.FrameFormat;
import tools.jackson.databind.JsonNode;

/** Runs {@code envelope-frames}. */
final class EnvelopeFramesAdapter extends FormatAdapter<EnvelopeFrame> {
    EnvelopeFramesAdapter() {
        super("envelope-frames");
    }

    @Override
    FrameFormat<EnvelopeFrame> format(VectorCase vector) {
        return FrameFormat.envelopeFrames();
    }

    @Override
    EnvelopeFrame frame(JsonNode json) {
        return new EnvelopeFrame((int) json.get("flags").longValue(), Payload.of(Pieces.bytes(json.get("payload"))));
    }

    @Override
    Event event(EnvelopeFrame frame) {
        return Event.of("flags " + frame.flags(), frame.payload());
    }
}
