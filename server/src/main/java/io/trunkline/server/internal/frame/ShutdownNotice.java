package io.trunkline.server.internal.frame;

import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.json.JsonReading;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows which formats can tell a peer that the server shuts down: those of JSON messages with a type.
 *
 * <p>{@code multiplexed} says it on stream 0, where its own handler does; a broker says it by itself. Thread-safe: stateless.
 * Implements SPEC.md section 6.5.
 */
final class ShutdownNotice {
    private ShutdownNotice() {}

    /** Gives what makes the notice; null where the format has none. */
    @SuppressWarnings("unchecked") // F is JsonMessage there
    static <F> @Nullable Function<Duration, F> in(FrameFormat<F> format) {
        Function<Duration, JsonMessage> notice = ShutdownNotice::json;
        return JsonReading.isTyped(format) ? (Function<Duration, F>) (Object) notice : null;
    }

    private static JsonMessage json(Duration grace) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("message", "Server is shutting down");
        fields.put("gracePeriod", grace.toMillis());
        return JsonMessage.of("server_shutdown", fields);
    }
}
