package io.trunkline.server.internal.broker;

import io.trunkline.Payload;
import io.trunkline.codec.internal.message.ResponseHeader;
import io.trunkline.transport.internal.Outgoing;
import java.nio.ByteBuffer;

/**
 * A handler's answer as the one frame that it fits in: encodes itself straight into the outbound chunk.
 *
 * <p>{@link BrokerFrames} is for everything else. Immutable.
 */
final class ResponseFrame implements Outgoing {
    private final RequestHead request;
    private final Payload payload;
    private final FrameKind kind;

    /**
     * Describes it.
     *
     * @param request the header of what it answers, with an id
     * @param kind without a flag: what a handler answers has none
     */
    ResponseFrame(RequestHead request, Payload payload, FrameKind kind) {
        this.request = request;
        this.payload = payload;
        this.kind = kind;
    }

    /** Bytes of header line and payload. */
    int length() {
        return ResponseHeader.size(request.topic(), request.version()) + payload.size();
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
        at = ResponseHeader.begin(request.topic(), request.version(), array, at);
        return ResponseHeader.finish(request.idHigh(), request.idLow(), array, at);
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
