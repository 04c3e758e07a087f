package io.trunkline.server.internal.frame;

import io.trunkline.ErrorCode;
import io.trunkline.FrameException;
import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameReasons;
import io.trunkline.codec.internal.json.JsonReading;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows which formats can tell a peer why its frame ends the connection: those of JSON messages with a type.
 *
 * <p>A broker says it by itself; other formats have no error. Thread-safe: stateless. Implements SPEC.md sections 2.4 and 6.1.
 */
final class LastWords {
    private LastWords() {}

    /** Gives what makes the error; null where the format has none. */
    @SuppressWarnings("unchecked") // F is JsonMessage there
    static <F> @Nullable Function<FrameException, F> in(FrameFormat<F> format) {
        Function<FrameException, JsonMessage> words = LastWords::json;
        return JsonReading.isTyped(format) ? (Function<FrameException, F>) (Object) words : null;
    }

    private static JsonMessage json(FrameException bad) {
        boolean tooLarge = bad.reason().equals(FrameReasons.FRAME_TOO_LARGE);
        ErrorCode code = tooLarge ? ErrorCode.PAYLOAD_TOO_LARGE : ErrorCode.MALFORMED_MESSAGE;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("message", String.valueOf(bad.getMessage()));
        fields.put("code", code.name());
        fields.put("reason", bad.reason());
        return JsonMessage.of("error", fields);
    }
}
