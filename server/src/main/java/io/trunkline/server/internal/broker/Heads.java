package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the header lines that a broker writes, LF included. Thread-safe: stateless. */
final class Heads {
    static final TopicName ERROR = TopicName.of("error");
    private static final long NANOS_PER_MS = 1_000_000;

    private Heads() {}

    static byte[] publish(TopicName topic, SemVer version, @Nullable UUID id, @Nullable UUID parent) {
        return bytes(withIds(new HeaderWriter().begin(Action.PUBLISH, topic, version), id, parent));
    }

    static byte[] response(TopicName topic, SemVer version, @Nullable UUID id) {
        return bytes(withIds(new HeaderWriter().begin(Action.RESPONSE, topic, version), id, null));
    }

    /** The header of the answer to a message. */
    static byte[] response(RequestHead answered) {
        return response(answered.topic(), answered.version(), answered.id());
    }

    /** The header of errors that belong to no request. */
    static byte[] error() {
        return response(ERROR, SemVer.DEFAULT, null);
    }

    /** A request as it is sent on; the timeout is what is left, and written only where an answer is waited for. */
    static byte[] request(RequestHead head, @Nullable UUID brokerId, long timeoutNanos) {
        HeaderWriter writer = new HeaderWriter().begin(Action.REQUEST, head.topic(), head.version());
        withIds(writer, brokerId, head.parent());
        if (brokerId != null) {
            writer.timeoutMs((int) ((timeoutNanos + NANOS_PER_MS - 1) / NANOS_PER_MS));
        }
        return bytes(writer);
    }

    /** A request of the broker's own, without an id. */
    static byte[] ping(TopicName topic) {
        return bytes(new HeaderWriter().begin(Action.REQUEST, topic, SemVer.DEFAULT));
    }

    private static HeaderWriter withIds(HeaderWriter writer, @Nullable UUID id, @Nullable UUID parent) {
        if (id != null) {
            writer.requestId(id.getMostSignificantBits(), id.getLeastSignificantBits());
        }
        if (parent != null) {
            writer.parentId(parent.getMostSignificantBits(), parent.getLeastSignificantBits());
        }
        return writer;
    }

    private static byte[] bytes(HeaderWriter writer) {
        byte[] bytes = new byte[writer.size()];
        writer.write(bytes, 0);
        return bytes;
    }
}
