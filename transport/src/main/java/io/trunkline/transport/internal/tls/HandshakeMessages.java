package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the cleartext records of one direction into handshake messages, however they are split.
 *
 * <pre>{@code
 * record:    [22 3 3 len len][...........][22 3 3 len len][......]     records and messages need not begin together
 * message:                   [type len len len][ body .........  ]
 * }</pre>
 *
 * <p>Holds at most {@link #MAX_KEPT} bytes, and only of messages that the {@link Sink} wants. Ends at the first record that
 * is not of type handshake, except a ChangeCipherSpec that the sink expects. Confined to whoever feeds it.
 */
final class HandshakeMessages {
    /** The largest ServerHello: one key share of a post-quantum group, some 1.7 KiB, and room for what comes after it. */
    static final int MAX_KEPT = 8 * 1024;

    private static final int MESSAGE_HEADER = 4;

    private final Sink sink;
    private final byte[] header = new byte[RecordHeader.SIZE];
    private final byte[] messageHeader = new byte[MESSAGE_HEADER];
    private int headerSize;
    private int recordLeft;
    private boolean inHandshake;
    private int messageHeaderSize;
    private int bodyLeft;
    private byte @Nullable [] body;
    private int bodySize;
    private boolean done;

    HandshakeMessages(Sink sink) {
        this.sink = sink;
    }

    boolean isDone() {
        return done;
    }

    /** Takes all bytes between position and limit, and moves neither. */
    void feed(ByteBuffer records) {
        ByteBuffer in = records.duplicate();
        while (!done && in.hasRemaining()) {
            if (recordLeft == 0) {
                feedRecordHeader(in);
            } else {
                int take = Math.min(recordLeft, in.remaining());
                recordLeft -= take;
                int limit = in.limit();
                in.limit(in.position() + take);
                if (inHandshake) {
                    feedMessages(in);
                } else {
                    in.position(in.limit());
                }
                in.limit(limit);
            }
        }
    }

    private void feedRecordHeader(ByteBuffer in) {
        header[headerSize++] = in.get();
        if (headerSize == RecordHeader.SIZE) {
            headerSize = 0;
            recordLeft = ((header[3] & 0xFF) << 8) | (header[4] & 0xFF);
            done = header[0] == RecordHeader.CHANGE_CIPHER_SPEC
                    ? !sink.changesCipher()
                    : header[0] != RecordHeader.HANDSHAKE;
            inHandshake = header[0] == RecordHeader.HANDSHAKE;
        }
    }

    private void feedMessages(ByteBuffer in) {
        while (!done && in.hasRemaining()) {
            if (messageHeaderSize < MESSAGE_HEADER) {
                messageHeader[messageHeaderSize++] = in.get();
                if (messageHeaderSize == MESSAGE_HEADER) {
                    beginBody();
                }
            } else {
                feedBody(in);
            }
        }
    }

    private void beginBody() {
        int type = messageHeader[0];
        bodyLeft = ((messageHeader[1] & 0xFF) << 16) | ((messageHeader[2] & 0xFF) << 8) | (messageHeader[3] & 0xFF);
        bodySize = 0;
        if (!sink.begins(type, bodyLeft)) {
            done = true;
        } else {
            int kept = Math.min(bodyLeft, sink.keeps(type));
            body = kept > 0 ? new byte[Math.min(kept, MAX_KEPT)] : null;
        }
        endBodyIfWhole();
    }

    private void feedBody(ByteBuffer in) {
        int take = Math.min(bodyLeft, in.remaining());
        int keep = body == null ? 0 : Math.min(take, body.length - bodySize);
        if (keep > 0) {
            in.get(body, bodySize, keep);
            bodySize += keep;
        }
        in.position(in.position() + take - keep);
        bodyLeft -= take;
        endBodyIfWhole();
    }

    private void endBodyIfWhole() {
        if (bodyLeft == 0 && !done) {
            messageHeaderSize = 0;
            byte[] kept = body == null ? new byte[0] : body;
            body = null;
            done = !sink.message(messageHeader[0], ByteBuffer.wrap(kept));
        }
    }

    /** Learns of one message after the other. */
    interface Sink {
        /** Called with a message's type and the length it claims; false for enough. */
        boolean begins(int type, int length);

        /** Called at a ChangeCipherSpec; true if what follows it is in the clear all the same. */
        default boolean changesCipher() {
            return false;
        }

        /** How many bytes of such a message's body are wanted. */
        default int keeps(int type) {
            return 0;
        }

        /** Called with what was wanted of a whole message; false for enough. */
        default boolean message(int type, ByteBuffer body) {
            return true;
        }
    }
}
