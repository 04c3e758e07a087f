package io.trunkline.server.apps;

import io.trunkline.ErrorCode;
import io.trunkline.JsonMessage;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.codec.internal.json.JsonText;
import java.time.Instant;
import java.util.Map;

/** Builds and reads what the JSON applications say, members in the order of the specification. Thread-safe: stateless. */
final class AppMessages {
    private static final Payload NULL = Payload.ofText("null");

    private AppMessages() {}

    /** Begins a message. */
    static JsonText typed(String type) {
        return JsonText.object().put("type", type);
    }

    /** Ends it. */
    static JsonMessage message(JsonText text) {
        return JsonMessage.parse(text.toPayload());
    }

    static JsonMessage pong() {
        return message(typed("pong").put("timestamp", now()));
    }

    static long now() {
        return Instant.now().toEpochMilli();
    }

    /** Implements SPEC.md section 6.1. */
    static JsonMessage error(ErrorCode code, String text, String reason) {
        JsonText error = typed("error").put("message", text).put("code", code.name());
        return message(reason.isEmpty() ? error : error.put("reason", reason));
    }

    static String requireText(JsonMessage message, String name) {
        return message.text(name)
                .orElseThrow(() -> new ReplyException(
                        ErrorCode.INVALID_REQUEST,
                        "'" + name + "' is missing, or no text",
                        Map.of("reason", "INVALID_PAYLOAD", "executed", "no")));
    }

    /** Gives whatever a peer has said, to be said to others in ASCII; {@code null} where it has said nothing. */
    static Payload passedOn(JsonMessage message, String name) {
        return message.member(name).map(AppMessages::ascii).orElse(NULL);
    }

    /**
     * Escapes a JSON text: beyond ASCII there is nothing outside its strings.
     *
     * <p>Peers that count characters where others count bytes then agree with them.
     */
    private static Payload ascii(Payload json) {
        String text = json.text();
        if (text.length() == json.size()) {
            return json;
        }
        StringBuilder out = new StringBuilder(json.size() * 2);
        text.chars().forEach(unit -> {
            if (unit < 0x80) {
                out.append((char) unit);
            } else {
                out.append(String.format("\\u%04X", unit));
            }
        });
        return Payload.ofText(out.toString());
    }

    /** What a frame that cannot be sent, or whose content is no use, is called on the wire. */
    static ErrorCode codeOf(PayloadException problem) {
        return switch (problem.reason()) {
            case "FRAME_TOO_LARGE" -> ErrorCode.PAYLOAD_TOO_LARGE;
            case "INVALID_PAYLOAD" -> ErrorCode.INVALID_REQUEST;
            default -> ErrorCode.MALFORMED_MESSAGE;
        };
    }
}
