package io.trunkline.codec.internal.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.trunkline.PayloadCodec;
import io.trunkline.PayloadException;
import io.trunkline.TypeRef;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Objects to JSON and back, and rows 57 and 64 to 69 of the list of bad inputs. */
class JacksonCodecTest {
    private static final JacksonCodec CODEC = new JacksonCodec();

    record Item(String name, int count) {}

    record Order(long id, List<Item> items, Optional<String> note, Instant at) {}

    record Strict(int positive) {
        Strict {
            if (positive <= 0) {
                throw new IllegalArgumentException("not positive");
            }
        }
    }

    record Numbers(BigInteger whole, BigDecimal exact, double near, long word) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface Bait {}

    record Bitten(String x) implements Bait {}

    @Test
    void recordsSurviveTheRoundTrip() {
        Order order = new Order(1L << 60, List.of(new Item("é😀", 2)), Optional.of("n"), Instant.ofEpochMilli(1_234));
        byte[] bytes = encode(order);
        assertThat(decode(new String(bytes, UTF_8), Order.class)).isEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 65, 500})
    void aDepthOfItsOwnIsTakenAtTheLimitAndRefusedBeyond(int depth) {
        PayloadCodec codec = PayloadCodec.json(depth);
        assertThat(codec.decode(nested(depth), 0, 2 * depth, List.class)).isNotNull();
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> codec.decode(nested(depth + 1), 0, 2 * depth + 2, List.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("MALFORMED_JSON"));
    }

    private static byte[] nested(int depth) {
        return ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 501})
    void aDepthOutOfItsRangeIsRefused(int depth) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PayloadCodec.json(depth))
                .withMessage("maxDepth must be 1 to 500, but is " + depth);
    }

    @Test
    void nonAsciiIsEscapedOnTheWayOut() {
        byte[] bytes = encode(new Item("é😀", 1));
        for (byte b : bytes) {
            assertThat(b).isPositive();
        }
        assertThat(new String(bytes, UTF_8).toLowerCase(Locale.ROOT)).contains("\\u00e9\\ud83d\\ude00");
    }

    @Test
    void unescapedUtf8IsRead() {
        assertThat(decode("{\"name\":\"é😀\",\"count\":1}", Item.class)).isEqualTo(new Item("é😀", 1));
    }

    @Test
    void typeArgumentsAreKept() {
        Object items = decode("[{\"name\":\"a\",\"count\":1}]", new TypeRef<List<Item>>() {}.type());
        assertThat(items).isEqualTo(List.of(new Item("a", 1)));
    }

    @Test
    void unknownMembersAreIgnored() {
        assertThat(decode("{\"name\":\"a\",\"count\":1,\"new\":{\"x\":[]}}", Item.class))
                .isEqualTo(new Item("a", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\""})
    void row64LoneSurrogatesAndNulSurviveUnchanged(String json) {
        Object text = decode(json, String.class);
        assertThat(new String(encode(text), UTF_8)).isEqualToIgnoringCase(json);
    }

    @Test
    void row66NamesOfClassesArePlainData() {
        String bait = "{\"@class\":\"java.net.URL\",\"@type\":\"x\",\"$type\":\"y\"}";
        assertThat(decode(bait, Object.class)).isEqualTo(Map.of("@class", "java.net.URL", "@type", "x", "$type", "y"));
    }

    @Test
    void row66NoAnnotationLetsTheWireChooseAClass() {
        String json = "{\"@class\":\"" + Bitten.class.getName() + "\",\"x\":\"y\"}";
        assertInvalid(json, Bait.class, "");
    }

    @Test
    void row67NamesThatOtherLanguagesFearArePlainData() {
        assertThat(decode("{\"__proto__\":{\"a\":1},\"constructor\":2}", Object.class))
                .isEqualTo(Map.of("__proto__", Map.of("a", 1), "constructor", 2));
    }

    @Test
    void row68AMebibyteOfEscapesOrEmojiIsRead() {
        assertThat((String) decode("\"" + "\\u0041".repeat(1 << 20) + "\"", String.class))
                .hasSize(1 << 20);
        assertThat((String) decode("\"" + "😀".repeat(1 << 18) + "\"", String.class))
                .hasSize(1 << 19);
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":5,\"count\":1}|$.name",
                "{\"name\":true,\"count\":1}|$.name",
                "{\"name\":1.5,\"count\":1}|$.name",
                "{\"name\":\"a\",\"count\":\"1\"}|$.count",
                "{\"name\":\"a\",\"count\":1.5}|$.count",
                "{\"name\":\"a\",\"count\":2147483648}|$.count",
                "{\"name\":\"a\",\"count\":true}|$.count",
                "{\"name\":{},\"count\":1}|$.name",
                "{\"name\":\"a\",\"count\":[]}|$.count",
                "[]|$",
                "\"x\"|$",
                "null|$",
            })
    void row69AValueThatDoesNotFitIsNamedByItsPath(String json, String path) {
        assertInvalid(json, Item.class, path);
    }

    @Test
    void row69ThePathGoesThroughArrays() {
        String json = "{\"id\":1,\"items\":[{\"name\":\"a\",\"count\":1},{\"name\":\"b\",\"count\":\"x\"}]}";
        assertInvalid(json, Order.class, "$.items[1].count");
    }

    @Test
    void row69IntegersBeyondADoubleSurvive() {
        for (String integer : List.of("9007199254740993", "9223372036854775808", "18446744073709551616")) {
            Object value = decode("[" + integer + "]", Object.class);
            assertThat(new String(encode(value), UTF_8)).isEqualTo("[" + integer + "]");
        }
        assertThat(decode("9007199254740993", Long.class)).isEqualTo(9007199254740993L);
        assertInvalid("9223372036854775808", Long.class, "$");
    }

    @Test
    void row69ASumIsNoNumber() {
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> decode("0.1+0.2", Double.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("MALFORMED_JSON"));
    }

    @ParameterizedTest
    @CsvSource({"whole", "exact", "near", "word"})
    void row57AHugeExponentIsRefusedByEveryTypeOfNumber(String member) {
        for (String number : List.of("1e999999999", "-0e-999999999", "1e99999")) {
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(() -> decode("{\"" + member + "\":" + number + "}", Numbers.class));
        }
    }

    @Test
    void exactNumbersKeepTheirDigits() {
        String json = "{\"whole\":12345678901234567890,\"exact\":0.10000000000000000001,\"near\":1e308,\"word\":1}";
        assertThat(decode(json, Numbers.class))
                .isEqualTo(new Numbers(
                        new BigInteger("12345678901234567890"), new BigDecimal("0.10000000000000000001"), 1e308, 1));
    }

    @Test
    void whatAUsersConstructorThrowsIsTheCause() {
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> decode("{\"positive\":-1}", Strict.class))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("INVALID_PAYLOAD"))
                .withRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noErrorQuotesThePayload() {
        for (String json :
                List.of("{\"name\":\"a\",\"count\":\"secret\"}", "{\"name\":secret}", "{\"name\":\"secret\"")) {
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(() -> decode(json, Item.class))
                    .satisfies(e -> {
                        for (Throwable t = e; t != null; t = t.getCause()) {
                            assertThat(t.toString()).doesNotContain("secret");
                        }
                    });
        }
    }

    @Test
    void whatCannotBeEncodedIsAPayloadException() {
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> encode(new JsonTextTest.Failing()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("INVALID_PAYLOAD"));
    }

    private static void assertInvalid(String json, Type type, String path) {
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> decode(json, type))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo("INVALID_PAYLOAD");
                    assertThat(e.getMessage() + " ").contains(path + " ");
                });
    }

    private static byte[] encode(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CODEC.encode(value, out);
        return out.toByteArray();
    }

    private static Object decode(String json, Type type) {
        byte[] bytes = json.getBytes(UTF_8);
        return CODEC.decode(bytes, 0, bytes.length, type);
    }
}
