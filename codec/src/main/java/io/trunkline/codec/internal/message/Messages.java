package io.trunkline.codec.internal.message;

import io.trunkline.Message;
import io.trunkline.Payload;
import java.util.UUID;

/**
 * Turns what a parser has read into the message that users see.
 *
 * <p>Thread-safe: stateless.
 */
public final class Messages {
    private Messages() {}

    /**
     * Makes a message of a parsed header and the payload that follows it.
     *
     * @param header has just parsed the message
     * @param payload an owned copy of the payload
     * @return the message
     */
    public static Message of(HeaderParser header, Payload payload) {
        Message message = Message.of(header.action(), header.topic().text(), payload);
        if (!header.version().equals(SemVer.DEFAULT)) {
            message = message.version(header.version().text());
        }
        if (header.hasRequestId()) {
            message = message.requestId(new UUID(header.requestIdHigh(), header.requestIdLow()));
        }
        if (header.hasParentId()) {
            message = message.parentId(new UUID(header.parentIdHigh(), header.parentIdLow()));
        }
        return message;
    }
}
