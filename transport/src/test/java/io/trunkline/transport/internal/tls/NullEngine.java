package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Frames like TLS 1.3 and encrypts nothing: client hello, server hello after a task, client's finish; then records.
 *
 * <p>As strict as a real one: it wants whole records, room for a whole one, and nothing out of turn.
 */
class NullEngine extends BareEngine {
    private static final int FRAGMENT = 16 * 1024;
    private static final int CLOSE_NOTIFY_SIZE = 2;

    private enum Step {
        CLIENT_HELLO,
        SERVER_TASK,
        SERVER_HELLO,
        CLIENT_FINISH,
        DONE
    }

    private Step step = Step.CLIENT_HELLO;
    private boolean taskTaken;
    private boolean inputEnded;
    private boolean outputEnding;
    private boolean outputEnded;
    int keyUpdatesToAnswer;

    NullEngine(boolean client, String protocol) {
        super(client, protocol);
    }

    @Override
    public void beginHandshake() {}

    private boolean isMine() {
        boolean clients = step == Step.CLIENT_HELLO || step == Step.CLIENT_FINISH;
        return clients == getUseClientMode();
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        if (step == Step.DONE) {
            boolean says = ((outputEnding || inputEnded) && !outputEnded) || keyUpdatesToAnswer > 0;
            return says ? HandshakeStatus.NEED_WRAP : HandshakeStatus.NOT_HANDSHAKING;
        }
        if (step == Step.SERVER_TASK && !getUseClientMode()) {
            return HandshakeStatus.NEED_TASK;
        }
        return isMine() ? HandshakeStatus.NEED_WRAP : HandshakeStatus.NEED_UNWRAP;
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        if (step != Step.SERVER_TASK || taskTaken) {
            return null;
        }
        taskTaken = true;
        return () -> step = Step.SERVER_HELLO;
    }

    private void next() {
        step = switch (step) {
            case CLIENT_HELLO -> getUseClientMode() ? Step.SERVER_HELLO : Step.SERVER_TASK;
            case SERVER_TASK -> Step.SERVER_HELLO;
            case SERVER_HELLO -> Step.CLIENT_FINISH;
            case CLIENT_FINISH, DONE -> Step.DONE;
        };
    }

    @Override
    SSLEngineResult wrap(ByteBuffer plain, ByteBuffer out, int ignored) {
        if (out.remaining() < RecordHeader.MAX_RECORD) {
            return result(Status.BUFFER_OVERFLOW, 0, 0);
        }
        int start = out.position();
        if (step != Step.DONE) {
            return isMine() ? wrapHandshake(out, start) : result(Status.OK, 0, 0);
        }
        if (outputEnding || outputEnded) {
            if (!outputEnded) {
                record(out, RecordHeader.ALERT, ByteBuffer.wrap(new byte[] {1, 0}));
            }
            outputEnded = true;
            return result(Status.CLOSED, 0, out.position() - start);
        }
        if (keyUpdatesToAnswer > 0) {
            keyUpdatesToAnswer--;
            record(out, RecordHeader.HANDSHAKE, ByteBuffer.wrap(new byte[] {24, 0, 0, 1, 0}));
            return result(Status.OK, 0, out.position() - start);
        }
        ByteBuffer fragment = plain.slice().limit(Math.min(FRAGMENT, plain.remaining()));
        plain.position(plain.position() + fragment.limit());
        int size = fragment.limit();
        record(out, RecordHeader.APPLICATION_DATA, fragment);
        return result(Status.OK, size, out.position() - start);
    }

    private SSLEngineResult wrapHandshake(ByteBuffer out, int start) {
        // A type that means nothing, so that nobody looks for a group in it.
        record(out, RecordHeader.HANDSHAKE, ByteBuffer.wrap(new byte[] {getUseClientMode() ? (byte) 1 : 8, 0, 0, 1, 7
        }));
        next();
        return result(Status.OK, 0, out.position() - start);
    }

    private static void record(ByteBuffer out, int type, ByteBuffer content) {
        out.put((byte) type).put((byte) 3).put((byte) 3).putShort((short) (content.remaining() + 1));
        out.put(content).put((byte) 0x5A); // One byte more than the content, as a cipher would add some.
    }

    @Override
    SSLEngineResult unwrap(ByteBuffer in, ByteBuffer plain, int ignored) throws SSLException {
        if (in.remaining() < RecordHeader.SIZE) {
            return result(Status.BUFFER_UNDERFLOW, 0, 0);
        }
        int size = RecordHeader.sizeAt(in);
        if (in.remaining() < size) {
            return result(Status.BUFFER_UNDERFLOW, 0, 0);
        }
        if (plain.remaining() < size - RecordHeader.SIZE) {
            return result(Status.BUFFER_OVERFLOW, 0, 0);
        }
        byte[] content = new byte[size - RecordHeader.SIZE - 1];
        int type = RecordHeader.typeAt(in);
        in.position(in.position() + RecordHeader.SIZE);
        in.get(content).get();
        return unwrapped(type, content, plain, size);
    }

    private SSLEngineResult unwrapped(int type, byte[] content, ByteBuffer plain, int size) throws SSLException {
        if (step != Step.DONE) {
            if (type != RecordHeader.HANDSHAKE || isMine()) {
                throw new SSLException("a record out of turn");
            }
            next();
            return result(Status.OK, size, 0);
        }
        if (type == RecordHeader.ALERT && content.length == CLOSE_NOTIFY_SIZE) {
            inputEnded = true;
            return result(Status.CLOSED, size, 0);
        }
        if (type == RecordHeader.HANDSHAKE) {
            keyUpdatesToAnswer += content[content.length - 1];
            return result(Status.OK, size, 0);
        }
        plain.put(content);
        return result(Status.OK, size, content.length);
    }

    private SSLEngineResult result(Status status, int consumed, int produced) {
        return new SSLEngineResult(status, getHandshakeStatus(), consumed, produced);
    }

    @Override
    public void closeOutbound() {
        outputEnding = true;
    }

    @Override
    public boolean isOutboundDone() {
        return outputEnded;
    }
}
