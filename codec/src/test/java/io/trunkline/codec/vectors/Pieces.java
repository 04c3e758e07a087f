package io.trunkline.codec.vectors;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/**
 * Turns a vector's list of pieces into bytes.
 *
 * <p>A piece is hexadecimal digits, {@code {"text": "..."}} in UTF-8, or {@code {"repeat": hex, "times": n}}.
 */
final class Pieces {
    private Pieces() {}

    static byte[] bytes(JsonNode pieces) {
        if (!pieces.isArray()) {
            throw new IllegalArgumentException("bytes are a list of pieces, not " + pieces);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonNode piece : pieces) {
            append(piece, out);
        }
        return out.toByteArray();
    }

    /** Reads a text that may be written as one string or, when it is long, as pieces. */
    static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : new String(bytes(node), StandardCharsets.UTF_8);
    }

    private static void append(JsonNode piece, ByteArrayOutputStream out) {
        if (piece.isString()) {
            out.writeBytes(HexFormat.of().parseHex(piece.stringValue()));
        } else if (piece.has("text")) {
            out.writeBytes(piece.get("text").stringValue().getBytes(StandardCharsets.UTF_8));
        } else {
            byte[] unit = HexFormat.of().parseHex(piece.get("repeat").stringValue());
            for (int i = piece.get("times").intValue(); i > 0; i--) {
                out.writeBytes(unit);
            }
        }
    }
}
