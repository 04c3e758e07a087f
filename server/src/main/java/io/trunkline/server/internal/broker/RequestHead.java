package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a message's header beyond the read callback. Immutable.
 *
 * <p>Its id is two numbers: most requests are answered without anybody asking for the object.
 *
 * @param topic as written and as matched
 * @param version the sender's
 * @param hasId whether an answer is wanted
 * @param idHigh the id's first half, 0 without one
 * @param idLow its second half
 * @param parent null if the sender named none
 * @param timeoutNanos what the sender has left, or the default
 */
record RequestHead(
        TopicName topic,
        SemVer version,
        boolean hasId,
        long idHigh,
        long idLow,
        @Nullable UUID parent,
        long timeoutNanos) {
    /** One with an id that is an object already, or null. */
    RequestHead(TopicName topic, SemVer version, @Nullable UUID id, @Nullable UUID parent, long timeoutNanos) {
        this(
                topic,
                version,
                id != null,
                id == null ? 0 : id.getMostSignificantBits(),
                id == null ? 0 : id.getLeastSignificantBits(),
                parent,
                timeoutNanos);
    }

    /** What a parser has just read; nothing of the parser is kept. */
    static RequestHead of(HeaderParser header, long timeoutNanos) {
        boolean hasId = header.hasRequestId();
        return new RequestHead(
                header.topic(),
                header.version(),
                hasId,
                hasId ? header.requestIdHigh() : 0,
                hasId ? header.requestIdLow() : 0,
                header.hasParentId() ? new UUID(header.parentIdHigh(), header.parentIdLow()) : null,
                timeoutNanos);
    }

    /** The id as an object, made for each who asks; null if no answer is wanted. */
    @Nullable
    UUID id() {
        return hasId ? new UUID(idHigh, idLow) : null;
    }
}
