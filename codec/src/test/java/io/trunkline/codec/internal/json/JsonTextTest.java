package io.trunkline.codec.internal.json;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonTextTest {
    /** An object that cannot be read while it is encoded. */
    static final class Failing {
        public Object getValue() {
            return List.of().get(0);
        }
    }

    @Test
    void membersAreWrittenInTheirOrder() {
        Payload json = JsonText.object()
                .put("status", "success")
                .put("n", 1L << 60)
                .put("d", 0.5)
                .put("f", false)
                .put("l", List.of("a", "b"))
                .put("m", Map.of("k", List.of(1, "x")))
                .raw("r", Payload.ofText("[1, 2]"))
                .beginObject("o")
                .put("x", 1)
                .end()
                .beginArray("a")
                .beginElement()
                .put("y", 2)
                .end()
                .end()
                .put("z", "last")
                .toPayload();
        assertThat(json.text())
                .isEqualTo(
                        "{\"status\":\"success\",\"n\":1152921504606846976,\"d\":0.5,\"f\":false,\"l\":[\"a\",\"b\"],"
                                + "\"m\":{\"k\":[1,\"x\"]},\"r\":[1, 2],\"o\":{\"x\":1},\"a\":[{\"y\":2}],\"z\":\"last\"}");
    }

    @Test
    void whatIsOpenIsClosed() {
        assertThat(JsonText.object()
                        .beginObject("o")
                        .beginArray("a")
                        .toPayload()
                        .text())
                .isEqualTo("{\"o\":{\"a\":[]}}");
    }

    @Test
    void textIsEscapedToAscii() {
        assertThat(JsonText.object().put("é\"", "\u0001\n😀").toPayload().text())
                .isEqualToIgnoringCase("{\"\\u00e9\\\"\":\"\\u0001\\n\\ud83d\\ude00\"}");
    }

    @Test
    void whatJsonCannotSayIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.object().put("d", Double.NaN));
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> JsonText.object().put("m", Map.of("k", new Failing())))
                .withMessageContaining("m does not encode");
    }
}
