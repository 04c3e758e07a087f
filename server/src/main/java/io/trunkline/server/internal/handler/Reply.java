package io.trunkline.server.internal.handler;

import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import java.util.Map;

/** What a request is answered with. Immutable. */
public sealed interface Reply {
    /** The reply of a handler here that did not end in time. */
    Reply TIMEOUT =
            new Failure(ErrorCode.TIMEOUT, "No response within the request's timeout", Map.of("executed", "maybe"));

    /**
     * The handler's result.
     *
     * @param payload encoded
     */
    record Success(Payload payload) implements Reply {}

    /**
     * An error, in the shape that the wire gives it.
     *
     * @param code for programs
     * @param message for people; never a stack trace or class name of ours
     * @param details members of {@code details}, perhaps none
     */
    record Failure(ErrorCode code, String message, Map<String, ?> details) implements Reply {
        /**
         * An error without details.
         *
         * @param code for programs
         * @param message for people
         */
        public Failure(ErrorCode code, String message) {
            this(code, message, Map.of());
        }
    }
}
