package io.trunkline.codec.vectors;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads JSON for comparisons, with another mapper than the codec's. */
final class Json {
    static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final Pattern ESCAPE = Pattern.compile("\\\\u[0-9a-fA-F]{4}");

    private Json() {}

    static JsonNode tree(byte[] text) {
        return MAPPER.readTree(text);
    }

    /** Compares what was written: ASCII alone, and the same value. */
    static void assertSame(byte[] actual, byte[] expected) {
        assertAscii(actual);
        assertThat(tree(actual)).isEqualTo(tree(expected));
    }

    static void assertAscii(byte[] text) {
        for (byte b : text) {
            assertThat(b).as("bytes above 0x7F are escaped").isGreaterThanOrEqualTo((byte) 0);
        }
    }

    /** A text that is equal for equal values whose members stand in another order. */
    static String sorted(JsonNode value) {
        return MAPPER.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .writeValueAsString(MAPPER.treeToValue(value, Object.class));
    }

    /** The text with the digits of its escapes in lower case: their case is the sender's choice. */
    static String canonicalEscapes(byte[] text) {
        return ESCAPE.matcher(new String(text, StandardCharsets.UTF_8))
                .replaceAll(escape -> "\\\\" + escape.group().substring(1).toLowerCase(Locale.ROOT));
    }
}
