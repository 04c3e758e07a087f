package io.trunkline.codec.internal.json;

import io.trunkline.PayloadException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** JSON that must be refused before it costs anything, rows 56 to 65 of the list of bad inputs. */
class BadJsonTest {
    private static final JacksonCodec CODEC = new JacksonCodec();

    static Stream<Arguments> malformed() {
        return Stream.of(
                row("row 56: open arrays", "[".repeat(50_000)),
                row("row 56: closed arrays", "[".repeat(50_000) + "]".repeat(50_000)),
                row("row 56: objects", "{\"a\":".repeat(50_000)),
                row("row 57: 200,000 digits", "{\"a\":" + "9".repeat(200_000) + "}"),
                row("row 57: a huge exponent", "{\"a\":1e999999999}"),
                row("row 57: a huge exponent in a nested value", "{\"a\":{\"b\":[1e999999999]}}"),
                row("row 57: 101 characters in a nested value", "{\"a\":[-" + "9".repeat(100) + "]}"),
                row("row 57: a tiny negative zero", "{\"a\":-0e-999999999}"),
                row("row 57: beyond a double", "{\"a\":1e400}"),
                row("row 58: NaN", "{\"a\":NaN}"),
                row("row 58: Infinity", "{\"a\":-Infinity}"),
                row("row 58: a block comment", "{/**/\"a\":1}"),
                row("row 58: a line comment", "{\"a\":1}//"),
                row("row 58: a hash comment", "#\n{\"a\":1}"),
                row("row 58: single quotes", "{'a':1}"),
                row("row 58: a trailing comma", "{\"a\":1,}"),
                row("row 58: a trailing comma in an array", "[1,]"),
                row("row 58: a leading zero", "{\"a\":01}"),
                row("row 58: a leading plus", "{\"a\":+1}"),
                row("row 58: a leading point", "{\"a\":.5}"),
                row("row 58: a trailing point", "{\"a\":1.}"),
                row("row 58: hexadecimal", "{\"a\":0x10}"),
                row("row 58: an unquoted name", "{a:1}"),
                row("row 58: an escape that is none", "{\"a\":\"\\x\"}"),
                row("row 58: a missing value", "[1,,2]"),
                row("row 59: two objects", "{}{}"),
                row("row 59: text behind", "{} x"),
                row("row 59: nothing", ""),
                row("row 59: one blank", " "),
                row("row 60: a name twice", "{\"a\":1,\"a\":2}"),
                row("row 60: a name twice, escaped once", "{\"a\":1,\"\\u0061\":2}"),
                row("row 60: a name twice, further in", "[{\"x\":{\"a\":1,\"b\":2,\"a\":3}}]"),
                row("row 60: a smuggled method", "{\"method\":\"echo\",\"method\":\"admin\"}"),
                row("row 61: a name of 60,000 characters", "{\"" + "n".repeat(60_000) + "\":1}"),
                row("row 61: 100,001 members", members(100_001)),
                row("row 65: a line feed in a text", "{\"a\":\"x\ny\"}"),
                row("row 65: a NUL in a text", "{\"a\":\"x\0y\"}"),
                row("row 65: a tab in a name", "{\"a\t\":1}"),
                row("cut short", "{\"a\":"),
                row("cut short in a text", "{\"a\":\"x"),
                row("cut short in a literal", "{\"a\":tru}"));
    }

    private static Arguments row(String title, String json) {
        return Arguments.of(title, json);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void isMalformedWhoeverReadsIt(String title, String json) {
        byte[] bytes = json.getBytes(ISO_8859_1);
        assertMalformed(() -> CODEC.decode(bytes, 0, bytes.length, Object.class), bytes.length);
        assertMalformed(() -> CODEC.decode(bytes, 0, bytes.length, JsonNode.class), bytes.length);
        assertMalformed(() -> JsonFields.read(bytes, 0, bytes.length), bytes.length);
    }

    private static void assertMalformed(Runnable read, int length) {
        PayloadException e = catchThrowableOfType(PayloadException.class, read::run);
        assertThat(e).isNotNull();
        assertThat(e.reason()).isEqualTo("MALFORMED_JSON");
        assertThat(e.offset()).isBetween(0L, (long) length);
        assertThat(e.getMessage()).hasSizeLessThan(200);
        assertThat(e.getCause()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "\"x\"", "true", "[]", "[{}]"})
    void row59WhatIsNoObjectIsRefusedWhereOneIsRequired(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        assertMalformed(() -> JsonFields.read(bytes, 0, bytes.length), bytes.length);
    }

    @ParameterizedTest(name = "depth {0}")
    @ValueSource(ints = {64, 65})
    void depthIsLimitedInclusively(int depth) {
        byte[] arrays = ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8);
        assertRefused(depth > 64, () -> CODEC.decode(arrays, 0, arrays.length, Object.class));
        assertRefused(depth > 64, () -> CODEC.decode(arrays, 0, arrays.length, JsonNode.class));
        byte[] objects = ("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).getBytes(UTF_8);
        assertRefused(depth > 64, () -> CODEC.decode(objects, 0, objects.length, Object.class));
        assertRefused(depth > 64, () -> JsonFields.read(objects, 0, objects.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aReaderMayAllowLessDepth(int depth) {
        byte[] objects = ("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).getBytes(UTF_8);
        assertRefused(depth > 4, () -> JsonFields.read(objects, 0, objects.length, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101})
    void numbersAreLimitedInclusively(int digits) {
        byte[] integer = ("[" + "9".repeat(digits) + "]").getBytes(UTF_8);
        assertRefused(digits > 100, () -> CODEC.decode(integer, 0, integer.length, Object.class));
    }

    private record Empty() {}

    @ParameterizedTest
    @ValueSource(strings = {"1e10000", "-1E-10000", "[1e10000]", "{\"b\":[{\"c\":1e10000}]}"})
    void row57ANumberIsRefusedInMembersThatNobodyReadsToo(String member) {
        byte[] json = ("{\"unknown\":" + member + "}").getBytes(UTF_8);
        assertMalformed(() -> CODEC.decode(json, 0, json.length, Empty.class), json.length);
        byte[] legal = new String(json, UTF_8).replace("10000", "0009999").getBytes(UTF_8);
        assertThat(CODEC.decode(legal, 0, legal.length, Empty.class)).isEqualTo(new Empty());
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 1_001})
    void namesAreLimitedInclusively(int length) {
        byte[] json = ("{\"" + "n".repeat(length) + "\":1}").getBytes(UTF_8);
        assertRefused(length > 1_000, () -> CODEC.decode(json, 0, json.length, Object.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {99_998, 99_999})
    void tokensAreLimitedInclusively(int elements) {
        byte[] json = IntStream.range(0, elements)
                .mapToObj(i -> "1")
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(UTF_8);
        assertRefused(elements > 99_998, () -> CODEC.decode(json, 0, json.length, Object.class));
    }

    private static void assertRefused(boolean refused, Runnable read) {
        if (refused) {
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(read::run)
                    .satisfies(e -> assertThat(e.reason()).isEqualTo("MALFORMED_JSON"));
        } else {
            read.run();
        }
    }

    @Test
    void row62NamesOfOneHashCodeAreToldApart() {
        String json = IntStream.range(0, 1 << 14)
                .mapToObj(i -> {
                    StringBuilder name = new StringBuilder();
                    for (int bit = 0; bit < 14; bit++) {
                        name.append(((i >> bit) & 1) == 0 ? "Aa" : "BB");
                    }
                    return "\"" + name + "\":" + i;
                })
                .collect(Collectors.joining(",", "{", "}"));
        byte[] bytes = json.getBytes(UTF_8);
        assertThat((Map<?, ?>) CODEC.decode(bytes, 0, bytes.length, Object.class))
                .hasSize(1 << 14);
        assertThat(JsonFields.read(bytes, 0, bytes.length).names()).hasSize(1 << 14);
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                encoding("UTF-16 with a mark", "{\"a\":1}", UTF_16),
                encoding("UTF-16BE", "{\"a\":1}", UTF_16BE),
                encoding("UTF-16LE", "{\"a\":1}", UTF_16LE),
                encoding("UTF-32BE", "{\"a\":1}", Charset.forName("UTF-32BE")),
                encoding("UTF-32LE", "{\"a\":1}", Charset.forName("UTF-32LE")),
                encoding("UTF-16LE, one digit", "1", UTF_16LE),
                encoding("UTF-8 with a mark", "\ufeff{\"a\":1}", UTF_8),
                encoding("an overlong slash", "{\"a\":\"\u00c0\u00af\"}", ISO_8859_1),
                encoding("a sequence cut short", "{\"a\":\"\u00e2\u0082\"}", ISO_8859_1),
                encoding("an encoded surrogate", "{\"a\":\"\u00ed\u00a0\u0080\"}", ISO_8859_1),
                encoding("beyond U+10FFFF", "{\"a\":\"\u00f4\u0090\u0080\u0080\"}", ISO_8859_1),
                encoding("a stray byte in a name", "{\"\u0080\":1}", ISO_8859_1),
                encoding("Latin-1", "{\"a\":\"\u00e9\"}", ISO_8859_1));
    }

    private static Arguments encoding(String title, String json, Charset charset) {
        return Arguments.of(title, json.getBytes(charset));
    }

    @ParameterizedTest(name = "row 63: {0}")
    @MethodSource("encodings")
    void onlyWellFormedUtf8IsJson(String title, byte[] bytes) {
        assertMalformed(() -> CODEC.decode(bytes, 0, bytes.length, Object.class), bytes.length);
        assertMalformed(() -> CODEC.decode(bytes, 0, bytes.length, JsonNode.class), bytes.length);
        assertMalformed(() -> JsonFields.read(bytes, 0, bytes.length), bytes.length);
    }

    @Test
    void theOffsetCountsFromTheTextsFirstByteWhereverItLies() {
        byte[] bytes = "xxxxx{\"a\":tru}".getBytes(UTF_8);
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> CODEC.decode(bytes, 5, bytes.length - 5, Object.class))
                .satisfies(e -> assertThat(e.offset()).isEqualTo(5));
        byte[] broken = "xxxxx{\"a\":\"\u00e9\"}".getBytes(ISO_8859_1);
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> CODEC.decode(broken, 5, broken.length - 5, Object.class))
                .satisfies(e -> assertThat(e.offset()).isEqualTo(6));
    }

    @Test
    void whatLiesAroundTheTextIsNotRead() {
        byte[] bytes = "9{\"a\":1}9".getBytes(UTF_8);
        assertThat(CODEC.decode(bytes, 1, bytes.length - 2, Object.class)).isEqualTo(Map.of("a", 1));
        byte[] number = "123".getBytes(UTF_8);
        assertThat(CODEC.decode(number, 1, 1, Integer.class)).isEqualTo(2);
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"m" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
    }
}
