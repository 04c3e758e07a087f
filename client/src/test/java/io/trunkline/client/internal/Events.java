package io.trunkline.client.internal;

import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.TopicCache;
import java.nio.charset.StandardCharsets;

/** Makes events as a session does: of bytes. */
final class Events {
    private Events() {}

    /** The event of a message with this header line. */
    static Event event(String line, byte[] payload) {
        byte[] head = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[head.length + payload.length];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(payload, 0, message, head.length, payload.length);
        HeaderParser header = new HeaderParser(new TopicCache());
        header.parse(message, 0, message.length);
        return new Event(header, message);
    }
}
