package io.trunkline.codec.internal.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.trunkline.PayloadException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.json.JsonFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What is read the short way and what is left to Jackson come out the same. */
class PlainRecordTest {
    private static final JsonFactory PARSERS = StrictJson.withoutDuplicateDetection(StrictJson.MAPPER);

    record Order(long number, String name, int count, double price, boolean paid) {}

    /** The same, which the short way does not take. */
    record Careful(@JsonProperty("number") long number, String name, int count, double price, boolean paid) {}

    record Age(int years) {
        Age {
            if (years < 0) {
                throw new IllegalArgumentException("years");
            }
        }
    }

    record Nested(String name, Order order) {}

    record Generic<T>(T value) {}

    record Comparing(int value) implements Comparable<Comparing> {
        @Override
        public int compareTo(Comparing other) {
            return Integer.compare(value, other.value);
        }
    }

    record Two(String name) {
        Two(int number) {
            this(String.valueOf(number));
        }
    }

    @Test
    void aTextThatSaysJustWhatTheRecordSaysIsRead() {
        assertThat(tried("{\"number\":7,\"name\":\"a\\n\u00e9\",\"count\":-1,\"price\":2.5,\"paid\":true}"))
                .isEqualTo(new Order(7, "a\n\u00e9", -1, 2.5, true));
    }

    @Test
    void membersMayComeInAnyOrderAndWithBlanks() {
        assertThat(tried(" { \"paid\" : false , \"price\":1e3, \"name\":\"\",\"count\":2147483647,\"number\":0}\n"))
                .isEqualTo(new Order(0, "", 2147483647, 1000, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"number\":7,\"name\":\"a\",\"count\":1,\"price\":2.5}",
                "{\"number\":7,\"name\":\"a\",\"count\":1,\"price\":2.5,\"paid\":true,\"more\":1}",
                "{\"number\":7,\"name\":\"a\",\"count\":1,\"price\":2.5,\"price\":2.5}",
                "{\"number\":7,\"name\":null,\"count\":1,\"price\":2.5,\"paid\":true}",
                "{\"number\":7,\"name\":\"a\",\"count\":2147483648,\"price\":2.5,\"paid\":true}",
                "{\"number\":7,\"name\":\"a\",\"count\":1,\"price\":2,\"paid\":true}",
                "{\"number\":7,\"name\":\"a\",\"count\":1,\"price\":1e99999,\"paid\":true}",
                "{\"number\":7,\"name\":\"a\",\"count\":1,\"price\":2.5,\"paid\":true} {}",
                "{\"number\":\"7\",\"name\":\"a\",\"count\":1,\"price\":2.5,\"paid\":true}",
                "{\"number\":7,\"name\":\"a",
                "[]",
                "null",
                "7"
            })
    void everythingElseIsLeftToJackson(String json) {
        assertThat(tried(json)).isNull();
    }

    @Test
    void aConstructorThatThrowsIsCalledAgainByJacksonWhichSaysSo() {
        assertThat(outcome(Age.class, "{\"years\":-1}"))
                .startsWith("INVALID_PAYLOAD")
                .contains("the value at $");
    }

    @Test
    void otherRecordsAndClassesAreJacksonsAlone() {
        List<Class<?>> others = List.of(
                Careful.class, Nested.class, Generic.class, Comparing.class, Two.class, String.class, Integer.class);
        assertThat(others)
                .allSatisfy(type -> assertThat(PlainRecord.of(type, PARSERS)).isNull());
    }

    @Test
    void afterATextThatIsLeftToJacksonTheNextFifteenAreAsWell() {
        PlainRecord reader = reader();
        byte[] plain = "{\"number\":7,\"name\":\"a\",\"count\":1,\"price\":2.5,\"paid\":true}".getBytes(UTF_8);
        assertThat(reader.tryRead(new byte[] {'7'}, 0, 1)).isNull();
        assertThat(IntStream.range(0, 15).mapToObj(i -> reader.isReady())).containsOnly(false);
        assertThat(reader.isReady()).isTrue();
        assertThat(reader.tryRead(plain, 0, plain.length)).isEqualTo(new Order(7, "a", 1, 2.5, true));
    }

    /** Texts with a member left out, repeated, renamed, of another kind, or cut: as a record of the long way sees them. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void everyTextMeansWhatItMeansToJackson(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String json = text(random);
            assertThat(outcome(Order.class, json))
                    .as("seed %d: %s", seed, json)
                    .isEqualTo(outcome(Careful.class, json).replace("Careful[", "Order["));
        }
    }

    private static String text(Random random) {
        String[] members = {
            "\"number\":" + number(random),
            "\"name\":" + (random.nextInt(6) == 0 ? other(random) : "\"x" + random.nextInt() + "\""),
            "\"count\":" + number(random),
            "\"price\":" + (random.nextInt(6) == 0 ? other(random) : String.valueOf(random.nextGaussian())),
            "\"paid\":" + (random.nextInt(6) == 0 ? other(random) : String.valueOf(random.nextBoolean()))
        };
        StringBuilder text = new StringBuilder("{");
        for (String member : members) {
            int fate = random.nextInt(24);
            String shown = fate == 0 ? member.replaceFirst("\"", "\"x") : fate == 1 ? member + "," + member : member;
            text.append(fate == 2 ? "" : shown).append(fate == 2 ? "" : ",");
        }
        String whole = text.append("}").toString().replace(",}", "}");
        return random.nextInt(20) == 0 ? whole.substring(0, random.nextInt(whole.length()) + 1) : whole;
    }

    private static String number(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> other(random);
            case 1 -> Long.toString(random.nextLong());
            default -> Integer.toString(random.nextInt() >> random.nextInt(32));
        };
    }

    private static String other(Random random) {
        String[] others = {"null", "\"1\"", "1.5", "1", "true", "{}", "[1,{\"a\":1}]", "1e400", "12345678901234567890"};
        return others[random.nextInt(others.length)];
    }

    /** A codec of its own, which no text before has made rest. */
    private static String outcome(Class<?> type, String json) {
        byte[] bytes = json.getBytes(UTF_8);
        try {
            return String.valueOf(new JacksonCodec().decode(bytes, 0, bytes.length, type));
        } catch (PayloadException e) {
            return e.reason() + " " + e.getMessage();
        }
    }

    private static @Nullable Object tried(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return reader().tryRead(bytes, 0, bytes.length);
    }

    private static PlainRecord reader() {
        return Objects.requireNonNull(PlainRecord.of(Order.class, PARSERS));
    }
}
