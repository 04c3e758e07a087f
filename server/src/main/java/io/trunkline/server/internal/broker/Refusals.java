package io.trunkline.server.internal.broker;

import io.trunkline.ErrorCode;
import io.trunkline.server.internal.handler.Reply;
import java.util.Map;

/** What the router answers in the place of those who should have. Immutable. */
final class Refusals {
    static final Reply BUSY = busy("Too many requests are running");
    static final Reply TOPIC_BUSY = busy("Too many requests of this topic are running");
    static final Reply NO_MEMORY = busy("The server's memory budget is spent");

    static final Reply SHUTTING_DOWN = new Reply.Failure(
            ErrorCode.SERVICE_UNAVAILABLE,
            "The server is shutting down",
            Map.of("reason", "SHUTTING_DOWN", "executed", "no"));

    /** To a target that cannot take a message of this size. */
    static final Reply TOO_LARGE_FOR_TARGET =
            tooLarge("The service that would answer takes no message of this size", "no");

    /** A message above the broker's own limit of payloads. */
    static final Reply TOO_LARGE = tooLarge("The payload is larger than this broker takes", "no");

    /** A response above that limit: its request was served. */
    static final Reply RESPONSE_TOO_LARGE = tooLarge("The response is larger than this broker takes", "maybe");

    private Refusals() {}

    static Reply noRoute(RequestHead head) {
        return new Reply.Failure(
                ErrorCode.NO_ROUTE_FOUND,
                "Nobody serves or subscribes to " + head.topic().text(),
                Map.of("executed", "no"));
    }

    private static Reply busy(String text) {
        return new Reply.Failure(ErrorCode.SERVICE_UNAVAILABLE, text, Map.of("reason", "BUSY", "executed", "no"));
    }

    private static Reply tooLarge(String text, String executed) {
        return new Reply.Failure(ErrorCode.PAYLOAD_TOO_LARGE, text, Map.of("executed", executed));
    }
}
