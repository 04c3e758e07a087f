package io.trunkline.codec.internal.message;

import io.trunkline.ErrorCode;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.codec.internal.message.ErrorPayload.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ErrorPayloadTest {
    private static final String OBJECT =
            "{\"code\":\"TIMEOUT\",\"message\":\"late\",\"timestamp\":\"2026-11-20T12:00:00.000Z\"}";

    @Test
    @Tag("feature-36")
    void theTwoShapesAreWrittenAsSpecified() {
        ReplyException error = new ReplyException(ErrorCode.TIMEOUT, "late");
        long noon = 1_795_176_000_000L;
        assertThat(ErrorPayload.write(Shape.PEER, error, noon).text()).isEqualTo("error:" + OBJECT);
        assertThat(ErrorPayload.write(Shape.BROKER, error, noon).text()).isEqualTo("{\"error\":" + OBJECT + "}");
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void codeMessageAndDetailsSurvive(Shape shape) {
        Map<String, Object> details =
                Map.of("reason", "BUSY", "executed", "no", "n", 1L << 60, "l", List.of(1, true), "m", Map.of("k", "v"));
        ReplyException sent = new ReplyException(ErrorCode.of("OUT_OF_STOCK"), "é\n", details);

        ReplyException received =
                Objects.requireNonNull(read(ErrorPayload.write(shape, sent, 0).text()));

        assertThat(received.code()).isEqualTo(sent.code());
        assertThat(received.text()).isEqualTo("é\n");
        assertThat(received.details()).isEqualTo(details);
        assertThat(received.isReceived()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "error",
                "error:",
                "error:x",
                "error: {}",
                "Error:{\"code\":\"X\"}",
                " error:{\"code\":\"X\"}",
                "{\"status\":\"success\"}",
                "{\"error\":\"text\"}",
                "{\"error\":{\"message\":\"m\"}}",
                "{\"error\":{\"code\":1}}",
                "{\"error\":{\"code\":\"TIMEOUT\"},\"x\":1}",
                "[{\"error\":{\"code\":\"X\"}}]",
                "{\"errors\":{\"code\":\"X\"}}"
            })
    void anOrdinaryPayloadIsNoError(String payload) {
        assertThat(read(payload)).isNull();
    }

    @Test
    void anErrorOfAForeignPeerIsForgivenOddMembers() {
        assertThat(code("error:{}")).isEqualTo("INTERNAL_ERROR");
        assertThat(code("error:{\"code\":5,\"message\":[]}")).isEqualTo("INTERNAL_ERROR");
        assertThat(code("error:{\"code\":\"\"}")).isEqualTo("INTERNAL_ERROR");
        assertThat(code("{\"error\":{\"code\":\"a\\nb\"}}")).isEqualTo("INTERNAL_ERROR");
        assertThat(code("{ \"error\" :\n{\"message\":\"m\", \"code\":\"X\", \"new\":{}} }\n"))
                .isEqualTo("X");
    }

    @Test
    void detailsThatAreNoObjectAreTheMemberValueAndNullsAreLeftOut() {
        assertThat(details("error:{\"code\":\"X\",\"details\":\"d\"}")).isEqualTo(Map.of("value", "d"));
        assertThat(details("error:{\"code\":\"X\",\"details\":null}")).isEmpty();
        assertThat(details("error:{\"code\":\"X\",\"details\":{\"a\":null,\"b\":[null,{\"c\":null}]}}"))
                .isEqualTo(Map.of("b", List.of(Map.of())));
    }

    @Test
    void whatBeginsLikeAnErrorAndDoesNotParseIsMalformed() {
        for (String payload : List.of("error:{", "{\"error\":{\"code\":\"X\"}", "error:{}x")) {
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(() -> read(payload))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo("MALFORMED_JSON"));
        }
    }

    @Test
    void theFirstBytesTellWithoutParsing() {
        assertThat(mayBe("error:{")).isTrue();
        assertThat(mayBe("{\"error\":{")).isTrue();
        assertThat(mayBe("{\"error\":[")).isFalse();
        assertThat(mayBe("{\"erro")).isFalse();
    }

    private static boolean mayBe(String payload) {
        byte[] bytes = ("--" + payload).getBytes(UTF_8);
        return ErrorPayload.mayBe(bytes, 2, bytes.length - 2);
    }

    private static String code(String payload) {
        return Objects.requireNonNull(read(payload), payload).code().name();
    }

    private static Map<String, Object> details(String payload) {
        return Objects.requireNonNull(read(payload), payload).details();
    }

    private static @Nullable ReplyException read(String payload) {
        byte[] bytes = ("--" + payload + "--").getBytes(UTF_8);
        return ErrorPayload.read(bytes, 2, bytes.length - 4);
    }
}
