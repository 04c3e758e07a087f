package io.trunkline.codec.vectors;

import io.trunkline.FrameException;
import tools.jackson.databind.JsonNode;

/** Everything that a refusal says to programs. Immutable. */
record Fault(String reason, long offset, long limit, long actual) {
    static Fault of(FrameException e) {
        return new Fault(e.reason(), e.offset(), e.limit(), e.actual());
    }

    static Fault of(JsonNode json) {
        return new Fault(
                json.get("reason").stringValue(),
                json.get("offset").longValue(),
                json.path("limit").asLong(-1),
                json.path("actual").asLong(-1));
    }
}
