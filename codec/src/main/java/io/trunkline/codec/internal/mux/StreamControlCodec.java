package io.trunkline.codec.internal.mux;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.json.JsonFields;
import io.trunkline.codec.internal.json.JsonText;

/**
 * Turns control messages into JSON and back, strictly.
 *
 * <p>Thread-safe: stateless. Members and types that are not known are ignored. Implements SPEC.md section 4.1.
 */
public final class StreamControlCodec {
    private StreamControlCodec() {}

    /**
     * Writes a control message.
     *
     * @param control any message
     * @return a JSON object in ASCII, as far as metadata is
     * @throws PayloadException if the metadata of a create is no JSON object
     */
    public static Payload encode(StreamControl control) {
        if (control instanceof StreamControl.Create create) {
            return encodeCreate(create);
        }
        if (control instanceof StreamControl.Close close) {
            JsonText json = typed("stream_close").put("streamId", close.streamId());
            return close.reason() == null
                    ? json.toPayload()
                    : json.put("reason", close.reason()).toPayload();
        }
        if (control instanceof StreamControl.Window grant) {
            return typed("stream_window")
                    .put("streamId", grant.streamId())
                    .put("credit", grant.credit())
                    .toPayload();
        }
        if (control instanceof StreamControl.Shutdown notice) {
            return typed("server_shutdown")
                    .put("message", notice.message())
                    .put("gracePeriod", notice.gracePeriod())
                    .toPayload();
        }
        return typed(((StreamControl.Unknown) control).type()).toPayload();
    }

    private static Payload encodeCreate(StreamControl.Create create) {
        fields(create.metadata());
        JsonText json = typed("stream_create")
                .put("streamId", create.streamId())
                .put("streamType", create.streamType())
                .raw("metadata", create.metadata());
        return create.hasWindow() ? json.put("window", create.window()).toPayload() : json.toPayload();
    }

    private static JsonText typed(String type) {
        return JsonText.object().put("type", type);
    }

    private static JsonFields fields(Payload json) {
        byte[] bytes = json.toBytes();
        return JsonFields.read(bytes, 0, bytes.length);
    }

    /**
     * Reads a control message.
     *
     * @param body of a frame on stream 0
     * @return the message; {@link StreamControl.Unknown} for a type that is to be ignored
     * @throws PayloadException if it is not a legal control message
     */
    public static StreamControl decode(Payload body) {
        JsonFields json = fields(body);
        String type = json.requireText("type", Integer.MAX_VALUE);
        return switch (type) {
            case "stream_create" -> create(json);
            case "stream_close" ->
                new StreamControl.Close(streamId(json, 1), json.text("reason").orElse(null));
            case "stream_window" -> window(json);
            case "server_shutdown" ->
                new StreamControl.Shutdown(
                        json.text("message").orElse(""),
                        json.integer("gracePeriod").orElse(0));
            default -> new StreamControl.Unknown(type);
        };
    }

    private static StreamControl.Create create(JsonFields json) {
        String streamType = json.requireText("streamType", Integer.MAX_VALUE);
        // Asked for as an object first, which raw() does not check.
        Payload metadata =
                json.object("metadata").flatMap(o -> json.raw("metadata")).orElse(StreamControl.NO_METADATA);
        // All negative windows are one fault, and none of them may be taken for an absent one.
        long window = json.has("window")
                ? Math.max(-1, json.requireInteger("window", Long.MIN_VALUE, Long.MAX_VALUE))
                : StreamControl.NO_WINDOW;
        return new StreamControl.Create(streamId(json, 1), streamType, metadata, window);
    }

    private static StreamControl.Window window(JsonFields json) {
        long streamId = streamId(json, 0);
        long credit = json.requireInteger("credit", Long.MIN_VALUE, Long.MAX_VALUE);
        if (streamId == 0 && credit != 0) {
            throw json.invalid("credit", "not 0 for stream 0");
        }
        return new StreamControl.Window(streamId, credit);
    }

    private static long streamId(JsonFields json, long least) {
        return json.requireInteger("streamId", least, StreamControl.MAX_STREAM_ID);
    }
}
