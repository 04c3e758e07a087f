package io.trunkline.codec.internal.json;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonFieldsTest {
    private static final String JSON = "{ \"t\" : \"é\\n\", \"i\":-12 ,\"d\":1.5e2,\"f\":true,\"n\":null,"
            + "\"o\":{\"x\":{\"y\":[1,{\"z\":\"}\"}]}} ,\"a\":[\"p\",\"q\"] ,\"big\":9223372036854775808}";

    @Test
    void everyTypeOfMemberIsRead() {
        JsonFields fields = read(JSON);
        assertThat(fields.names()).containsExactly("t", "i", "d", "f", "o", "a", "big");
        assertThat(fields.text("t")).contains("é\n");
        assertThat(fields.isText("t")).isTrue();
        assertThat(fields.integer("i")).hasValue(-12);
        assertThat(fields.number("i")).hasValue(-12.0);
        assertThat(fields.number("d")).hasValue(150.0);
        assertThat(fields.flag("f")).contains(true);
        assertThat(fields.texts("a")).contains(List.of("p", "q"));
        assertThat(fields.object("o").orElseThrow().object("x").orElseThrow().names())
                .containsExactly("y");
    }

    @Test
    void rawTextIsCopiedByteForByte() {
        JsonFields fields = read(JSON);
        assertThat(fields.raw("o").map(Payload::text)).contains("{\"x\":{\"y\":[1,{\"z\":\"}\"}]}}");
        assertThat(fields.raw("t").map(Payload::text)).contains("\"é\\n\"");
        assertThat(fields.raw("i").map(Payload::text)).contains("-12");
        assertThat(fields.raw("big").map(Payload::text)).contains("9223372036854775808");
        assertThat(fields.raw("f").map(Payload::text)).contains("true");
    }

    @Test
    void absentAndNullAreTheSame() {
        JsonFields fields = read(JSON);
        for (String name : List.of("n", "none")) {
            assertThat(fields.has(name)).isFalse();
            assertThat(fields.isText(name)).isFalse();
            assertThat(fields.text(name)).isEmpty();
            assertThat(fields.integer(name)).isEmpty();
            assertThat(fields.number(name)).isEmpty();
            assertThat(fields.flag(name)).isEmpty();
            assertThat(fields.texts(name)).isEmpty();
            assertThat(fields.object(name)).isEmpty();
            assertThat(fields.raw(name)).isEmpty();
        }
    }

    static List<Consumer<JsonFields>> misuses() {
        return List.of(
                f -> f.text("i"),
                f -> f.integer("t"),
                f -> f.integer("d"),
                f -> f.integer("big"),
                f -> f.number("f"),
                f -> f.flag("t"),
                f -> f.texts("o"),
                f -> f.texts("t"),
                f -> f.object("a"),
                f -> f.requireText("none", 10),
                f -> f.requireText("t", 1),
                f -> f.requireInteger("i", 0, 10),
                f -> f.requireInteger("none", 0, 10));
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void anotherTypeThanTheOneAskedForIsAnInvalidPayload(Consumer<JsonFields> misuse) {
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> misuse.accept(read(JSON)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("INVALID_PAYLOAD"));
    }

    @Test
    void pathAndOffsetPointAtTheMemberFurtherIn() {
        byte[] bytes = "--{\"o\":{\"x\":5}}".getBytes(UTF_8);
        JsonFields inner =
                JsonFields.read(bytes, 2, bytes.length - 2).object("o").orElseThrow();
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> inner.text("x"))
                .withMessageContaining("$.o.x")
                .satisfies(e -> assertThat(e.offset()).isEqualTo(10));
    }

    @Test
    void requiredMembersMayBeAtTheirLimits() {
        assertThat(read("{\"t\":\"12345\"}").requireText("t", 5)).isEqualTo("12345");
        assertThat(read("{\"i\":1}").requireInteger("i", 1, 1)).isEqualTo(1);
    }

    private static JsonFields read(String json) {
        byte[] bytes = ("xx" + json + "yy").getBytes(UTF_8);
        return JsonFields.read(bytes, 2, bytes.length - 4);
    }
}
