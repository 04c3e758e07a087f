package io.trunkline.server.internal.frame;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;

/**
 * Answers the heartbeats of {@code typed} connections in front of the user's handler, which sees neither side of them.
 *
 * <pre>{@code
 * 0x01 ─▶ answered 0x02 "pong", not handed on
 * 0x02 ─▶ an answer to a heartbeat of ours: not handed on, never answered
 * else ─▶ the handler
 * }</pre>
 *
 * <p>Runs where the handler runs. Implements SPEC.md section 3.5.
 */
final class TypedHeartbeats implements ConnectionHandler<TypedFrame> {
    private static final int HEARTBEAT = 0x01;
    private static final int ANSWER = 0x02;
    private static final TypedFrame PONG = TypedFrame.of(ANSWER, Payload.ofText("pong"));

    private final FrameConnection<TypedFrame> connection;
    private final ConnectionHandler<TypedFrame> handler;

    private TypedHeartbeats(FrameConnection<TypedFrame> connection, ConnectionHandler<TypedFrame> handler) {
        this.connection = connection;
        this.handler = handler;
    }

    /** Puts the answers in front of a factory, if the format is {@code typed} itself; others stay as they are. */
    @SuppressWarnings("unchecked") // the one instance of typed() has TypedFrame for F
    static <F> ConnectionHandler.Factory<F> answering(FrameFormat<F> format, ConnectionHandler.Factory<F> factory) {
        if (!format.equals(FrameFormat.typed())) {
            return factory;
        }
        ConnectionHandler.Factory<TypedFrame> users = (ConnectionHandler.Factory<TypedFrame>) (Object) factory;
        ConnectionHandler.Factory<TypedFrame> answering =
                connection -> new TypedHeartbeats(connection, users.open(connection));
        return (ConnectionHandler.Factory<F>) (Object) answering;
    }

    @Override
    public void onFrame(TypedFrame frame) throws Exception {
        if (frame.type() == HEARTBEAT) {
            connection.send(PONG);
        } else if (frame.type() != ANSWER) {
            handler.onFrame(frame);
        }
    }

    @Override
    public void onOpen() {
        handler.onOpen();
    }

    @Override
    public void onWritable(boolean writable) {
        handler.onWritable(writable);
    }

    @Override
    public void onInvalid(PayloadException problem) {
        handler.onInvalid(problem);
    }

    @Override
    public void onEnd() {
        handler.onEnd();
    }

    @Override
    public void onClose(CloseReason reason) {
        handler.onClose(reason);
    }
}
