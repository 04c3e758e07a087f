package io.trunkline.codec.vectors;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;
import tools.jackson.databind.JsonNode;

/** Runs {@code multiplexed}. */
final class MultiplexedAdapter extends FormatAdapter<StreamFrame> {
    MultiplexedAdapter() {
        super("multiplexed");
    }

    @Override
    FrameFormat<StreamFrame> format(VectorCase vector) {
        return FrameFormat.multiplexed();
    }

    @Override
    StreamFrame frame(JsonNode json) {
        return new StreamFrame(json.get("streamId").longValue(), Payload.of(Pieces.bytes(json.get("payload"))));
    }

    @Override
    Event event(StreamFrame frame) {
        return Event.of("stream " + frame.streamId(), frame.payload());
    }
}
