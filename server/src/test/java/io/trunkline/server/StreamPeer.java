package io.trunkline.server;

import io.trunkline.codec.Framing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A peer that writes and reads multiplexed frames by hand, as the systems of the seeds do. */
final class StreamPeer {
    static final String KNOWS_CREDIT = "{\"type\":\"stream_window\",\"streamId\":0,\"credit\":0}";

    private final BytePeer bytes;

    StreamPeer(ServerFixture fixture) {
        this.bytes = fixture.raw(Framing.ENVELOPE);
    }

    /** One frame as it was read. */
    record Frame(long stream, String text) {
        @Override
        public String toString() {
            return stream + ":" + text;
        }
    }

    static byte[] frame(long stream, String body) {
        byte[] content = body.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(8 + content.length)
                .putInt((int) stream)
                .putInt(content.length)
                .put(content)
                .array();
    }

    static String created(long stream, String type) {
        return "{\"type\":\"stream_create\",\"streamId\":" + stream + ",\"streamType\":\"" + type
                + "\",\"metadata\":{}}";
    }

    static String created(long stream, String type, long window) {
        return "{\"type\":\"stream_create\",\"streamId\":" + stream + ",\"streamType\":\"" + type
                + "\",\"metadata\":{},\"window\":" + window + "}";
    }

    static String closed(long stream) {
        return "{\"type\":\"stream_close\",\"streamId\":" + stream + "}";
    }

    static String closed(long stream, String reason) {
        return "{\"type\":\"stream_close\",\"streamId\":" + stream + ",\"reason\":\"" + reason + "\"}";
    }

    static String granted(long stream, long credit) {
        return "{\"type\":\"stream_window\",\"streamId\":" + stream + ",\"credit\":" + credit + "}";
    }

    StreamPeer control(String json) {
        bytes.sendBytes(frame(0, json));
        return this;
    }

    StreamPeer create(long stream) {
        return control(created(stream, "echo"));
    }

    StreamPeer data(long stream, String body) {
        bytes.sendBytes(frame(stream, body));
        return this;
    }

    StreamPeer raw(byte[] some) {
        bytes.sendBytes(some);
        return this;
    }

    /** Agrees on credit, as a connector that knows it does. */
    StreamPeer agree() {
        control(KNOWS_CREDIT);
        if (!receive().equals("0:" + KNOWS_CREDIT)) {
            throw new AssertionError("the server does not know credit");
        }
        return this;
    }

    /** The next frame, as {@code stream:body}. */
    String receive() {
        ByteBuffer header = ByteBuffer.wrap(bytes.readBytes(8));
        if (header.remaining() < 8) {
            throw new AssertionError("the server has ended the connection");
        }
        long stream = header.getInt() & 0xFFFF_FFFFL;
        byte[] body = bytes.readBytes(header.getInt());
        return new Frame(stream, new String(body, StandardCharsets.ISO_8859_1)).toString();
    }

    /** Reads bytes of one stream, whatever the frames. */
    String receive(long stream, int count) {
        StringBuilder got = new StringBuilder();
        while (got.length() < count) {
            String frame = receive();
            String prefix = stream + ":";
            if (!frame.startsWith(prefix)) {
                throw new AssertionError("not a frame of stream " + stream + ": " + frame);
            }
            got.append(frame, prefix.length(), frame.length());
        }
        return got.toString();
    }

    /** Reads to the server's end, which must come with nothing before it. */
    void expectEnd() {
        bytes.expectClosed();
    }

    void endOutput() {
        bytes.endOutput();
    }
}
