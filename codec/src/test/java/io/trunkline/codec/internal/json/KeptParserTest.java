package io.trunkline.codec.internal.json;

import io.trunkline.PayloadException;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a thread with a kept parser is given, it must say what every other thread says. */
class KeptParserTest {
    private static final JacksonCodec CODEC = new JacksonCodec();
    private static final String ODD = " {}[],:\"\\0eE.-a\u0001\u007f";

    private static ExecutorService keeper;

    @BeforeAll
    static void start() throws Exception {
        keeper = Executors.newSingleThreadExecutor();
        keeper.submit(ThreadBuffers::keepForThisThread).get();
    }

    @AfterAll
    static void stop() {
        keeper.shutdownNow();
    }

    private static void compare(List<byte[]> texts, Type type, String what) throws Exception {
        List<Object> kept = keeper.submit(
                        () -> texts.stream().map(text -> outcome(text, type)).toList())
                .get();
        for (int i = 0; i < texts.size(); i++) {
            assertThat(kept.get(i))
                    .as("%s, text %d: %s", what, i, new String(texts.get(i), UTF_8))
                    .isEqualTo(outcome(texts.get(i), type));
        }
    }

    private static Object outcome(byte[] text, Type type) {
        byte[] padded = new byte[text.length + 7];
        Arrays.fill(padded, (byte) '}');
        System.arraycopy(text, 0, padded, 3, text.length);
        try {
            return CODEC.decode(padded, 3, text.length, type);
        } catch (PayloadException e) {
            return e.reason() + " at " + e.offset() + ": " + e.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8})
    void treesAndWhatIsAlmostOneAreReadAsEverywhere(long seed) throws Exception {
        Random random = new Random(seed);
        byte[][] texts = new byte[2_000][];
        for (int i = 0; i < texts.length; i++) {
            byte[] text = value(random, 4).getBytes(UTF_8);
            texts[i] = random.nextInt(3) == 0 ? spoiled(text, random) : text;
        }
        compare(List.of(texts), JsonNode.class, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void recordsAndWhatIsAlmostOneAreReadAsEverywhere(long seed) throws Exception {
        Random random = new Random(seed);
        byte[][] texts = new byte[2_000][];
        for (int i = 0; i < texts.length; i++) {
            byte[] text = ("{\"number\":" + random.nextLong() + ",\"name\":" + text(random) + ",\"open\":"
                            + random.nextBoolean() + "}")
                    .getBytes(UTF_8);
            texts[i] = random.nextInt(20) == 0 ? spoiled(text, random) : text;
        }
        compare(List.of(texts), Plain.class, "seed " + seed);
    }

    /** Cut short, with something behind it, or with one byte another. */
    private static byte[] spoiled(byte[] text, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> Arrays.copyOf(text, random.nextInt(text.length));
            case 1 ->
                (new String(text, UTF_8) + List.of("}", " {}", " ", ",1", "x").get(random.nextInt(5))).getBytes(UTF_8);
            default -> {
                byte[] other = text.clone();
                other[random.nextInt(other.length)] = (byte) ODD.charAt(random.nextInt(ODD.length()));
                yield other;
            }
        };
    }

    @Test
    void aTextIsReadWhereverItIsCut() throws Exception {
        byte[] text = "{\"a\":[1,-2.5e3,{\"b\":\"\\u00e9\u00e9\"},true,null],\"c\":{}}".getBytes(UTF_8);
        byte[][] cut = new byte[text.length + 1][];
        for (int i = 0; i <= text.length; i++) {
            cut[i] = Arrays.copyOf(text, i);
        }
        compare(List.of(cut), JsonNode.class, "cut");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.trunkline.codec.internal.json.BadJsonTest#malformed")
    void whatIsMalformedIsToldAsEverywhere(String title, String json) throws Exception {
        compare(List.of(json.getBytes(UTF_8), "{\"a\":1}".getBytes(UTF_8)), JsonNode.class, title);
    }

    /** More texts, names, tokens and bytes than one parser's limits would let through. */
    @Test
    void noLimitCountsMoreThanOneText() throws Exception {
        byte[] dense = ("[" + "1,".repeat(4_000) + "1]").getBytes(UTF_8);
        byte[][] texts = new byte[600][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = i % 3 == 0 ? dense : ("{\"name" + i + "\":{\"other" + i + "\":[]}}").getBytes(UTF_8);
        }
        compare(List.of(texts), JsonNode.class, "many");
    }

    @Test
    void aConstructorMayReadWhileItIsMade() throws Exception {
        compare(List.of("{\"text\":\"{\\\"a\\\":1}\"}".getBytes(UTF_8)), Nesting.class, "nesting");
        compare(List.of("{\"text\":\"[2]\"}".getBytes(UTF_8)), Nesting.class, "nesting again");
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 1 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
            case 2 -> Boolean.toString(random.nextBoolean());
            case 3 -> "null";
            case 4, 5 -> text(random);
            case 6 -> array(random, depth - 1);
            default -> object(random, depth - 1);
        };
    }

    private static String array(Random random, int depth) {
        StringBuilder text = new StringBuilder("[");
        for (int left = random.nextInt(4); left > 0; left--) {
            text.append(value(random, depth)).append(left > 1 ? "," : "");
        }
        return text.append(']').toString();
    }

    private static String object(Random random, int depth) {
        StringBuilder text = new StringBuilder("{");
        for (int left = random.nextInt(4); left > 0; left--) {
            text.append(text(random))
                    .append(random.nextBoolean() ? ":" : " : ")
                    .append(value(random, depth))
                    .append(left > 1 ? ", " : "");
        }
        return text.append('}').toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("\"");
        for (int left = random.nextInt(12); left > 0; left--) {
            text.append(
                    switch (random.nextInt(8)) {
                        case 0 -> "\\n";
                        case 1 -> "\\u00e9";
                        case 2 -> "\u20ac";
                        case 3 -> new String(Character.toChars(0x1F600 + random.nextInt(40)));
                        default -> Character.toString('a' + random.nextInt(26));
                    });
        }
        return text.append('"').toString();
    }

    /** Of the plain kind. */
    record Plain(long number, String name, boolean open) {}

    /** Reads JSON while it is made of JSON. */
    record Nesting(String text) {
        Nesting {
            byte[] bytes = text.getBytes(UTF_8);
            assertThat(CODEC.decode(bytes, 0, bytes.length, JsonNode.class)).isNotNull();
        }
    }
}
