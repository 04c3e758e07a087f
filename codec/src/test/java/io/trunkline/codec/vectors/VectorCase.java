package io.trunkline.codec.vectors;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One case of a vector file, as read. Immutable. */
record VectorCase(String file, JsonNode json) {
    String id() {
        return json.get("id").stringValue();
    }

    String kind() {
        return json.get("kind").stringValue();
    }

    String title() {
        return json.get("title").stringValue();
    }

    byte[] in() {
        return Pieces.bytes(json.get("in"));
    }

    byte[] out() {
        return Pieces.bytes(json.get("out"));
    }

    JsonNode value() {
        return json.get("value");
    }

    /** The frames, where {@code {"times": n, "frames": [...]}} stands for n times these. */
    List<JsonNode> frames() {
        return expand(json.get("frames"));
    }

    /** A list with the same abbreviation that may be absent. */
    List<JsonNode> list(String name) {
        return json.has(name) ? expand(json.get(name)) : List.of();
    }

    private static List<JsonNode> expand(JsonNode list) {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode entry : list) {
            if (entry.has("times")) {
                List<JsonNode> unit = expand(entry.get("frames"));
                for (int i = entry.get("times").intValue(); i > 0; i--) {
                    all.addAll(unit);
                }
            } else {
                all.add(entry);
            }
        }
        return all;
    }

    int option(String name, int otherwise) {
        return json.path("options").path(name).asInt(otherwise);
    }

    JsonNode option(String name) {
        return json.path("options").path(name);
    }

    @Override
    public String toString() {
        return id() + " " + kind() + ": " + title();
    }
}
