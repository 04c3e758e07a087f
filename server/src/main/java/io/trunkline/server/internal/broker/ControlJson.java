package io.trunkline.server.internal.broker;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.json.JacksonCodec;
import io.trunkline.codec.internal.json.JsonFields;
import io.trunkline.codec.internal.message.Binding;
import io.trunkline.codec.internal.message.ErrorPayload;
import io.trunkline.server.internal.handler.Reply;
import java.time.Instant;
import java.util.Map;

/**
 * Reads and writes the JSON of the broker itself, whatever codec users have brought. Thread-safe: stateless.
 */
final class ControlJson {
    private static final JacksonCodec JSON = new JacksonCodec();

    /** The reply of everything that went well and has nothing to tell. */
    static final Reply SUCCESS = success(Map.of("status", "success"));

    /** The payload of messages without content. */
    static final Body EMPTY_OBJECT = body(Payload.ofText("{}"));

    private ControlJson() {}

    static Reply success(Map<String, ?> fields) {
        return new Reply.Success(Binding.encode(fields, JSON));
    }

    static Payload object(Map<String, ?> fields) {
        return Binding.encode(fields, JSON);
    }

    static Body body(Payload payload) {
        byte[] bytes = payload.toBytes();
        return new Body(bytes, 0, bytes.length, false, true, null);
    }

    static Body body(Reply reply) {
        if (reply instanceof Reply.Success success) {
            return body(success.payload());
        }
        Reply.Failure failure = (Reply.Failure) reply;
        try {
            return body(error(failure));
        } catch (PayloadException e) {
            // The details are the application's, and not everything can be written as JSON: then the code goes alone.
            return body(error(new Reply.Failure(failure.code(), failure.message())));
        }
    }

    /** ISO 8601 in UTC, always with milliseconds. */
    static String timestamp(Instant instant) {
        return ErrorPayload.timestamp(instant);
    }

    private static Payload error(Reply.Failure failure) {
        return ErrorPayload.write(
                ErrorPayload.Shape.BROKER,
                new ErrorPayload.Content(failure.code(), failure.message(), failure.details()),
                Instant.now().toEpochMilli());
    }

    /**
     * Reads the object that a system topic was sent.
     *
     * @throws PayloadException {@code MALFORMED_JSON} if it is no JSON object (SPEC.md section 2.7)
     */
    @SuppressWarnings("unchecked") // JSON objects have text for names
    static Map<String, Object> fields(Body payload) {
        JsonFields.read(payload.array(), payload.offset(), payload.length());
        return (Map<String, Object>) JSON.decode(payload.array(), payload.offset(), payload.length(), Map.class);
    }

    /**
     * Reads any JSON value.
     *
     * @throws PayloadException if it is none
     */
    static Object value(Body payload) {
        return JSON.decode(payload.array(), payload.offset(), payload.length(), Object.class);
    }

    /** Tells whether a response is an error, in either of the two shapes that peers write. */
    static boolean isError(Body payload) {
        return ErrorPayload.mayBe(payload.array(), payload.offset(), payload.length());
    }
}
