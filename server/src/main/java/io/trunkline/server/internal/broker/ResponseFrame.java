package io.trunkline.server.internal.broker;

import io.trunkline.Payload;
import io.trunkline.codec.internal.message.ResponseHeader;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.internal.Outgoing;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A handler's answer as the one frame that it fits in: encodes itself straight into the outbound chunk.
 *
 * <p>{@link BrokerFrames} is for everything else. Immutable.
 */
final class ResponseFrame implements Outgoing {
    private final TopicName topic;
    private final SemVer version;
    private final UUID id;
    private final Payload payload;
    private final FrameKind kind;

    /**
     * Describes it.
     *
     * @param topic of the request
     * @param version of the request
     * @param id of the request
     * @param kind without a flag: what a handler answers has none
     */
    ResponseFrame(TopicName topic, SemVer version, UUID id, Payload payload, FrameKind kind) {
        this.topic = topic;
        this.version = version;
        this.id = id;
        this.payload = payload;
        this.kind = kind;
    }

    /** Bytes of header line and payload. */
    int length() {
        return ResponseHeader.size(topic, version) + payload.size();
    }

    @Override
    public int size() {
        return kind.headerSize() + length();
    }

    @Override
    public void writeTo(byte[] array, int offset) {
        payload.copyTo(array, writeHead(array, offset));
    }

    /** Answers where the payload begins. */
    private int writeHead(byte[] array, int offset) {
        int at = kind.writeHeader(array, offset, length(), false);
        at = ResponseHeader.begin(topic, version, array, at);
        return ResponseHeader.finish(id.getMostSignificantBits(), id.getLeastSignificantBits(), array, at);
    }

    @Override
    public ByteBuffer tail() {
        return payload.asByteBuffer();
    }

    @Override
    public void writeHeadTo(byte[] array, int offset) {
        writeHead(array, offset);
    }
}
