package io.trunkline.codec.internal.json;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class TreeReaderTest {
    private static final JacksonCodec CODEC = new JacksonCodec();

    private static Object read(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return CODEC.decode(bytes, 0, bytes.length, JsonNode.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "2147483647",
                "2147483648",
                "-2147483649",
                "9223372036854775807",
                "9223372036854775808",
                "1.5",
                "-0.0",
                "1e3",
                "1E-7",
                "123456789012345678901234567890.5",
                "true",
                "false",
                "null",
                "\"\"",
                "\"\\u00e9\\n\"",
                "[]",
                "{}",
                "[[],{},[1,[2]]]",
                "{\"a\":{\"b\":[1,null,\"x\"]},\"c\":1.25}"
            })
    void givesTheNodesThatJacksonGives(String json) {
        JsonNode expected = JsonMapper.shared().readTree(json);
        assertThat(read(json)).isEqualTo(expected).hasSameClassAs(expected);
    }

    /** Random trees, and what Jackson makes of the same text. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void givesTheTreesThatJacksonGives(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            String json = value(random, 5);
            assertThat(read(json))
                    .as("seed %d: %s", seed, json)
                    .isEqualTo(JsonMapper.shared().readTree(json));
        }
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 1 -> Double.toString(random.nextGaussian());
            case 2 -> random.nextBoolean() ? "null" : Boolean.toString(random.nextBoolean());
            case 3 -> "\"text " + random.nextInt() + " \u00e9\"";
            case 4 -> {
                StringBuilder array = new StringBuilder("[");
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.append(value(random, depth - 1)).append(i > 1 ? "," : "");
                }
                yield array.append("]").toString();
            }
            default -> {
                StringBuilder object = new StringBuilder("{");
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.append("\"n").append(i).append("\": ").append(value(random, depth - 1));
                    object.append(i > 1 ? ", " : "");
                }
                yield object.append("}").toString();
            }
        };
    }

    @Test
    void aTreeCanBeChangedByWhoeverReadIt() {
        JsonNode tree = (JsonNode) read("{\"a\":[1]}");
        tree.asObject().put("b", 2);
        assertThat(tree.toString()).isEqualTo("{\"a\":[1],\"b\":2}");
    }
}
