package io.trunkline;

import io.trunkline.codec.FrameFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonMessageTest {
    record Chat(String room, String text) {}

    record Empty() {}

    @Test
    void theTypeStandsFirst() {
        JsonMessage message = JsonMessage.of("chat", new Chat("r", "é"));
        assertThat(message.payload().text())
                .isEqualToIgnoringCase("{\"type\":\"chat\",\"room\":\"r\",\"text\":\"\\u00e9\"}");
        assertThat(message.type()).isEqualTo("chat");
        assertThat(message.text("room")).contains("r");
        assertThat(message.text("none")).isEmpty();
        assertThat(message.as(Chat.class)).isEqualTo(new Chat("r", "é"));
    }

    @Test
    void aTypeAloneIsAMessage() {
        assertThat(JsonMessage.of("ping", Map.of()).payload().text()).isEqualTo("{\"type\":\"ping\"}");
        assertThat(JsonMessage.of("ping", new Empty()).payload().text()).isEqualTo("{\"type\":\"ping\"}");
    }

    @Test
    void whatIsNoObjectOrNamesTheTypeItselfIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonMessage.of("x", "text"));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonMessage.of("x", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonMessage.of("x", new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonMessage.of("x", Map.of("type", "y")));
    }

    @Test
    @Tag("feature-73")
    void itTravelsInAnyFormatOfPayloads() {
        FrameFormat<JsonMessage> format = JsonMessage.in(FrameFormat.lengthPrefixed());
        JsonMessage message = JsonMessage.of("chat", Map.of("n", 1));
        assertThat(read(format, encode(format, message))).isEqualTo(message);
    }

    @Test
    void anObjectThatCameSomewhereElseIsReadAndItsMembersArePassedOnAsTheyAre() {
        JsonMessage message =
                JsonMessage.parse(Payload.ofText("{\"type\":\"x\",\"n\": [1, 9007199254740993],\"z\":null}"));
        assertThat(message.type()).isEqualTo("x");
        assertThat(message.member("n").map(Payload::text)).contains("[1, 9007199254740993]");
        assertThat(message.member("z")).isEmpty();
        assertThat(message.member("y")).isEmpty();
        assertThat(JsonMessage.parse(Payload.ofText("{\"action\":\"a\"}"), "action")
                        .type())
                .isEqualTo("a");
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> JsonMessage.parse(Payload.ofText("[]")))
                .extracting(PayloadException::reason)
                .isEqualTo("MALFORMED_JSON");
    }

    @Test
    void theTypeMayHaveAnotherName() {
        FrameFormat<JsonMessage> format = JsonMessage.in(FrameFormat.jsonLines(), "action");
        byte[] bytes = encode(format, JsonMessage.of("publish", Map.of("topic", "t")));
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("{\"action\":\"publish\",\"topic\":\"t\"}\n");
        JsonMessage message = read(format, bytes);
        assertThat(message.type()).isEqualTo("publish");
        byte[] renamed = encode(JsonMessage.in(FrameFormat.jsonLines()), message);
        assertThat(new String(renamed, StandardCharsets.UTF_8)).isEqualTo("{\"type\":\"publish\",\"topic\":\"t\"}\n");
    }

    @Test
    void aReceivedMessageIsPassedOnByteForByte() {
        FrameFormat<JsonMessage> format = JsonMessage.in(FrameFormat.jsonLines());
        byte[] bytes = "{ \"n\" : 1.50, \"type\":\"é\", \"x\":null }\n".getBytes(StandardCharsets.UTF_8);
        assertThat(encode(format, read(format, bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\":5}", "{\"type\":null}"})
    void anObjectWithoutATypeHasTheEmptyType(String json) {
        JsonMessage message =
                read(JsonMessage.in(FrameFormat.jsonLines()), (json + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(message.type()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "{", "{\"a\":1,\"a\":2}", "{}{}", "x"})
    @Tag("feature-2")
    @Tag("feature-14")
    @Tag("feature-110")
    void whatIsNoObjectCostsTheMessage(String json) {
        FrameFormat<JsonMessage> format = JsonMessage.in(FrameFormat.jsonLines());
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> read(format, (json + "\n").getBytes(StandardCharsets.UTF_8)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("MALFORMED_JSON"));
    }

    @Test
    void aDepthOfItsOwnIsTakenAtTheLimitAndRefusedBeyond() {
        FrameFormat<JsonMessage> format = JsonMessage.in(FrameFormat.jsonLines(), "type", 3);
        assertThat(read(format, "{\"a\":[[1]]}\n".getBytes(StandardCharsets.UTF_8))
                        .type())
                .isEmpty();
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(() -> read(format, "{\"a\":[[[1]]]}\n".getBytes(StandardCharsets.UTF_8)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("MALFORMED_JSON"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65})
    void aDepthOutOfItsRangeIsRefused(int depth) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonMessage.in(FrameFormat.jsonLines(), "type", depth))
                .withMessage("maxDepth must be 1 to 64, but is " + depth);
    }

    private static JsonMessage read(FrameFormat<JsonMessage> format, byte[] frame) {
        return format.read(ByteBuffer.wrap(frame));
    }

    private static byte[] encode(FrameFormat<JsonMessage> format, JsonMessage message) {
        ByteBuffer out = ByteBuffer.allocate(format.size(message));
        format.write(message, out);
        assertThat(out.hasRemaining()).isFalse();
        return out.array();
    }
}
