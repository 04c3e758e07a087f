package io.trunkline.codec.vectors;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import tools.jackson.databind.JsonNode;

/** Runs {@code typed}. */
final class TypedAdapter extends FormatAdapter<TypedFrame> {
    TypedAdapter() {
        super("typed");
    }

    @Override
    FrameFormat<TypedFrame> format(VectorCase vector) {
        return FrameFormat.typed();
    }

    @Override
    TypedFrame frame(JsonNode json) {
        return new TypedFrame(
                json.get("type").intValue(),
                json.get("flags").intValue(),
                Payload.of(Pieces.bytes(json.get("payload"))));
    }

    @Override
    Event event(TypedFrame frame) {
        return Event.of("type " + frame.type() + " flags " + frame.flags(), frame.payload());
    }
}
