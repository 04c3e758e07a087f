package io.trunkline.client.internal;

import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.codec.internal.message.ErrorPayload;
import java.time.Instant;
import java.util.Map;

/**
 * What a request that was routed to this client is answered with.
 *
 * <p>Immutable.
 *
 * @param payload the answer, or an error in a peer's shape
 * @param binary whether it is bytes, not JSON
 */
record ServedReply(Payload payload, boolean binary) {
    /** All that a caller learns of a failure: stack traces and class names are no business of a stranger. */
    static final ServedReply INTERNAL_ERROR =
            error(ErrorCode.INTERNAL_ERROR, "The handler failed; the service's log says why", Map.of());

    static final ServedReply BUSY = unavailable("BUSY", "the service handles as many requests as it may");

    static final ServedReply SHUTTING_DOWN = unavailable("SHUTTING_DOWN", "the service is shutting down");

    static ServedReply error(ErrorCode code, String text, Map<String, ?> details) {
        Payload payload = ErrorPayload.write(
                ErrorPayload.Shape.PEER,
                new ErrorPayload.Content(code, text, details),
                Instant.now().toEpochMilli());
        return new ServedReply(payload, false);
    }

    private static ServedReply unavailable(String reason, String text) {
        return error(ErrorCode.SERVICE_UNAVAILABLE, text, Map.of("reason", reason, "executed", "no"));
    }

    /** The error of a request that was not begun. */
    static ServedReply refused(ErrorCode code, String reason, String text) {
        return error(code, text, Map.of("reason", reason, "executed", "no"));
    }
}
