package io.trunkline.codec.vectors;

import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.codec.internal.message.ErrorPayload;
import io.trunkline.codec.internal.message.ErrorPayload.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs {@code error}: the payloads of error responses in both shapes, and payloads that are none. */
final class ErrorAdapter implements VectorAdapter {
    private static final String PEER_PREFIX = "error:";

    @Override
    public String format() {
        return "error";
    }

    @Override
    public Set<String> kinds() {
        return Set.of("parse", "format");
    }

    @Override
    public void check(VectorCase vector) {
        if (vector.kind().equals("format")) {
            checkFormat(vector);
            return;
        }
        byte[] bytes = vector.in();
        JsonNode value = vector.value();
        ReplyException error = ErrorPayload.read(bytes, 0, bytes.length);
        if (value.get("shape").stringValue().equals("none")) {
            assertThat(error).isNull();
            return;
        }
        assertThat(error).isNotNull();
        assertThat(ErrorPayload.mayBe(bytes, 0, bytes.length)).isTrue();
        assertThat(error.code().name()).isEqualTo(value.get("code").stringValue());
        assertThat(error.text()).isEqualTo(value.get("message").stringValue());
        assertThat(error.details()).isEqualTo(details(value));
    }

    private static void checkFormat(VectorCase vector) {
        JsonNode value = vector.value();
        Shape shape = Shape.valueOf(value.get("shape").stringValue().toUpperCase(Locale.ROOT));
        ReplyException error = new ReplyException(
                ErrorCode.of(value.get("code").stringValue()),
                value.get("message").stringValue(),
                details(value));
        long timestamp = Instant.parse(value.get("timestamp").stringValue()).toEpochMilli();
        Payload written = ErrorPayload.write(shape, error, timestamp);
        Json.assertSame(object(shape, written.toBytes()), object(shape, vector.out()));
    }

    private static byte[] object(Shape shape, byte[] payload) {
        if (shape == Shape.BROKER) {
            return payload;
        }
        assertThat(new String(payload, StandardCharsets.US_ASCII)).startsWith(PEER_PREFIX);
        return Arrays.copyOfRange(payload, PEER_PREFIX.length(), payload.length);
    }

    @SuppressWarnings("unchecked") // a JSON object
    private static Map<String, Object> details(JsonNode value) {
        return value.has("details") ? Json.MAPPER.treeToValue(value.get("details"), Map.class) : Map.of();
    }
}
