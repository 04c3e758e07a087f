package io.trunkline.codec.internal.message;

import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.codec.internal.json.JsonFields;
import io.trunkline.codec.internal.json.JsonText;
import io.trunkline.codec.internal.json.JsonValues;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the two shapes in which an error travels.
 *
 * <pre>{@code
 * made by a peer      error:{"code":c,"message":m,"timestamp":t[,"details":d]}
 * made by the broker  {"error":{"code":c,"message":m,"timestamp":t[,"details":d]}}
 * }</pre>
 *
 * <p>An ordinary payload is told from an error by its first bytes, without parsing. Payloads that came with the BINARY flag
 * are never errors: do not ask. Thread-safe: stateless. Implements SPEC.md section 5.11.
 */
public final class ErrorPayload {
    /** Who made an error, and so how it is written. */
    public enum Shape {
        /** A peer that answers a request: {@code error:{…}}. */
        PEER,
        /** The broker itself: {@code {"error":{…}}}. */
        BROKER
    }

    /**
     * What an error says.
     *
     * @param code for programs
     * @param message for people
     * @param details members of {@code details}; none of it is written if it is empty
     */
    public record Content(ErrorCode code, String message, Map<String, ?> details) {}

    private static final byte[] PEER_PREFIX = "error:".getBytes(StandardCharsets.US_ASCII);
    private static final String MEMBER = "error";
    /** Always with milliseconds, unlike {@link Instant#toString}. */
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String[] BROKER_TOKENS = {"{", "\"error\"", ":", "{"};

    private ErrorPayload() {}

    /**
     * Encodes an error.
     *
     * @param shape who makes it
     * @param error its code, text and details
     * @param timestampMs milliseconds since 1970, from the caller's clock
     * @return the payload of a response
     * @throws io.trunkline.PayloadException {@code INVALID_PAYLOAD} if the details do not encode as JSON
     */
    public static Payload write(Shape shape, ReplyException error, long timestampMs) {
        return write(shape, new Content(error.code(), error.text(), error.details()), timestampMs);
    }

    /**
     * Encodes an error that nobody has thrown, and that so costs no stack trace.
     *
     * @param shape who makes it
     * @param error what it says
     * @param timestampMs milliseconds since 1970, from the caller's clock
     * @return the payload of a response
     * @throws io.trunkline.PayloadException {@code INVALID_PAYLOAD} if the details do not encode as JSON
     */
    public static Payload write(Shape shape, Content error, long timestampMs) {
        if (shape == Shape.BROKER) {
            JsonText json = JsonText.object().beginObject(MEMBER);
            return members(json, error, timestampMs).toPayload();
        }
        byte[] object =
                members(JsonText.object(), error, timestampMs).toPayload().toBytes();
        byte[] bytes = Arrays.copyOf(PEER_PREFIX, PEER_PREFIX.length + object.length);
        System.arraycopy(object, 0, bytes, PEER_PREFIX.length, object.length);
        return Payload.wrap(bytes);
    }

    /**
     * Writes an instant as every timestamp of ours is written: ISO 8601 in UTC, always with milliseconds.
     *
     * @param instant when
     * @return such as {@code 2026-01-31T12:00:00.000Z}
     */
    public static String timestamp(Instant instant) {
        return TIMESTAMP.format(instant);
    }

    private static JsonText members(JsonText json, Content error, long timestampMs) {
        json.put("code", error.code().name())
                .put("message", error.message())
                .put("timestamp", timestamp(Instant.ofEpochMilli(timestampMs)));
        return error.details().isEmpty() ? json : json.put("details", error.details());
    }

    /**
     * Tells whether a payload may be an error, by its first bytes alone.
     *
     * @param bytes holds the payload
     * @param offset where it begins
     * @param length how many bytes it has
     * @return false for sure, or true perhaps
     */
    public static boolean mayBe(byte[] bytes, int offset, int length) {
        return isPeers(bytes, offset, length) || isBrokers(bytes, offset, length);
    }

    /**
     * Reads an error.
     *
     * @param bytes holds the payload
     * @param offset where it begins
     * @param length how many bytes it has
     * @return the error as its caller catches it, or null if the payload is none
     * @throws io.trunkline.PayloadException {@code MALFORMED_JSON} if it begins like an error and does not parse
     */
    public static @Nullable ReplyException read(byte[] bytes, int offset, int length) {
        if (isPeers(bytes, offset, length)) {
            int prefix = PEER_PREFIX.length;
            return error(JsonFields.read(bytes, offset + prefix, length - prefix), ErrorCode.INTERNAL_ERROR);
        }
        if (!isBrokers(bytes, offset, length)) {
            return null;
        }
        JsonFields whole = JsonFields.read(bytes, offset, length);
        // Exactly one member: an application's own object may well have an "error" among others.
        Optional<JsonFields> inner = whole.names().size() == 1 ? whole.object(MEMBER) : Optional.empty();
        return inner.map(members -> error(members, null)).orElse(null);
    }

    /** Gives null if there is no textual code and none to assume. */
    private static @Nullable ReplyException error(JsonFields members, @Nullable ErrorCode assumed) {
        ErrorCode code = code(members, assumed);
        if (code == null) {
            return null;
        }
        String message = optionalText(members, "message").orElse("");
        return ReplyException.received(
                code, message, members.raw("details").map(JsonValues::members).orElseGet(Map::of));
    }

    private static @Nullable ErrorCode code(JsonFields members, @Nullable ErrorCode assumed) {
        Optional<String> name = optionalText(members, "code");
        if (name.isEmpty()) {
            return assumed;
        }
        try {
            return ErrorCode.of(name.get());
        } catch (IllegalArgumentException e) {
            return ErrorCode.INTERNAL_ERROR;
        }
    }

    /** Reads what foreign peers write with a forgiving eye: an error with an odd member is still an error. */
    private static Optional<String> optionalText(JsonFields members, String name) {
        return members.isText(name) ? members.text(name) : Optional.empty();
    }

    private static boolean isPeers(byte[] bytes, int offset, int length) {
        int prefix = PEER_PREFIX.length;
        return length > prefix
                && bytes[offset + prefix] == '{'
                && Arrays.equals(bytes, offset, offset + prefix, PEER_PREFIX, 0, prefix);
    }

    /** Looks for the tokens <code>{ "error" : {</code>, with blanks between them or without. */
    private static boolean isBrokers(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        for (String token : BROKER_TOKENS) {
            at = skipBlanks(bytes, at, end);
            for (int i = 0; i < token.length(); i++) {
                if (at == end || bytes[at++] != token.charAt(i)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int skipBlanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) {
            at++;
        }
        return at;
    }
}
