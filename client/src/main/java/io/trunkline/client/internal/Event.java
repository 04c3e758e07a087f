package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A published message on its way to receivers, shared by all subscriptions that it matches.
 *
 * <p>Immutable. It owns its payload, and makes what users see of it when somebody asks.
 */
final class Event {
    /** What a message costs beside its payload: header, objects, queue slot. */
    private static final int OVERHEAD = 128;

    private final TopicName topic;
    private final SemVer version;
    private final boolean hasRequestId;
    private final boolean hasParentId;
    private final long requestHigh;
    private final long requestLow;
    private final long parentHigh;
    private final long parentLow;
    private final byte[] payload;

    /** Keeps what a parser has just read, and a copy of the payload. */
    Event(HeaderParser header, byte[] array) {
        this.topic = header.topic();
        this.version = header.version();
        this.hasRequestId = header.hasRequestId();
        this.requestHigh = header.requestIdHigh();
        this.requestLow = header.requestIdLow();
        this.hasParentId = header.hasParentId();
        this.parentHigh = header.parentIdHigh();
        this.parentLow = header.parentIdLow();
        this.payload = new byte[header.payloadLength()];
        System.arraycopy(array, header.payloadStart(), payload, 0, payload.length);
    }

    Payload payload() {
        return Payload.wrap(payload);
    }

    Message message() {
        Message message = Message.of(Action.PUBLISH, topic.text(), payload());
        if (!version.equals(SemVer.DEFAULT)) {
            message = message.version(version.text());
        }
        UUID request = id(hasRequestId, requestHigh, requestLow);
        if (request != null) {
            message = message.requestId(request);
        }
        UUID parent = id(hasParentId, parentHigh, parentLow);
        return parent == null ? message : message.parentId(parent);
    }

    private static @Nullable UUID id(boolean there, long high, long low) {
        return there ? new UUID(high, low) : null;
    }

    /** Tells what it costs while it waits. */
    long bytes() {
        return (long) payload.length + OVERHEAD;
    }
}
