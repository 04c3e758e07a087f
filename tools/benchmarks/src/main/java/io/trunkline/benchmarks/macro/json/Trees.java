package io.trunkline.benchmarks.macro.json;

import java.io.OutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every body is parsed to a tree and written from one. Thread-safe. */
public final class Trees implements Work<JsonNode> {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final String text;

    /** For bodies of so many bytes. */
    public Trees(int size) {
        this.text = Layout.text(size);
    }

    @Override
    public JsonNode make(long number) {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put("number", Layout.BASE + number);
        tree.put("name", Layout.NAME);
        tree.put("text", text);
        return tree;
    }

    @Override
    public JsonNode read(byte[] array, int from, int length) {
        return MAPPER.readTree(array, from, length);
    }

    @Override
    public void write(JsonNode value, OutputStream out) {
        MAPPER.writeValue(out, value);
    }

    @Override
    public long number(JsonNode value) {
        return value.get("number").asLong() - Layout.BASE;
    }

    @Override
    public int size(JsonNode value) {
        return Layout.size(value.get("text").asString().length());
    }
}
