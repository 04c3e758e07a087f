package io.trunkline.codec.vectors;

import io.trunkline.Payload;
import tools.jackson.databind.JsonNode;

/** Runs the cases of a format whose frames are payloads and nothing else. */
abstract class PayloadFormatAdapter extends FormatAdapter<Payload> {
    PayloadFormatAdapter(String format) {
        super(format);
    }

    @Override
    Payload frame(JsonNode json) {
        return Payload.of(Pieces.bytes(json.get("payload")));
    }

    @Override
    Event event(Payload frame) {
        return Event.of("payload", frame);
    }
}
