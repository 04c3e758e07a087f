package io.trunkline.server.internal.frame;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.FrontHandler;
import io.trunkline.transport.internal.RefusingConnection;
import io.trunkline.transport.internal.Ticker;

/**
 * Answers the heartbeats of {@code typed} connections in front of the user's handler, which sees neither side of them.
 *
 * <pre>{@code
 * 0x01 ─▶ answered 0x02 "pong", not handed on; the 101st within a second ends the connection
 * 0x02 ─▶ an answer to a heartbeat of ours: not handed on, never answered
 * else ─▶ the handler
 * }</pre>
 *
 * <p>Runs where the handler runs. Implements SPEC.md section 3.5.
 */
final class TypedHeartbeats implements FrontHandler<TypedFrame> {
    private static final int HEARTBEAT = 0x01;
    private static final int ANSWER = 0x02;
    private static final TypedFrame PONG = TypedFrame.of(ANSWER, Payload.ofText("pong"));
    private static final CloseReason FLOOD = CloseReason.of(
            CloseReason.Kind.PROTOCOL, "more than " + PongLimit.PER_SECOND + " heartbeats within a second");

    private final FrameConnection<TypedFrame> connection;
    private final ConnectionHandler<TypedFrame> handler;

    /** The listener's until the first heartbeat, which few peers send: so an idle connection has none of its own. */
    private PongLimit limit;

    private TypedHeartbeats(
            FrameConnection<TypedFrame> connection, ConnectionHandler<TypedFrame> handler, PongLimit unused) {
        this.connection = connection;
        this.handler = handler;
        this.limit = unused;
    }

    /** Puts the answers in front of a factory, if the format is {@code typed} itself; others stay as they are. */
    @SuppressWarnings("unchecked") // the one instance of typed() has TypedFrame for F
    static <F> ConnectionHandler.Factory<F> answering(
            FrameFormat<F> format, ConnectionHandler.Factory<F> factory, Ticker ticker) {
        if (!format.equals(FrameFormat.typed())) {
            return factory;
        }
        ConnectionHandler.Factory<TypedFrame> users = (ConnectionHandler.Factory<TypedFrame>) (Object) factory;
        PongLimit unused = PongLimit.unused(ticker);
        ConnectionHandler.Factory<TypedFrame> answering =
                connection -> new TypedHeartbeats(connection, users.open(connection), unused);
        return (ConnectionHandler.Factory<F>) (Object) answering;
    }

    @Override
    public ConnectionHandler<TypedFrame> next() {
        return handler;
    }

    @Override
    public void onFrame(TypedFrame frame) throws Exception {
        if (frame.type() == HEARTBEAT) {
            answer();
        } else if (frame.type() != ANSWER) {
            handler.onFrame(frame);
        }
    }

    private void answer() {
        limit = limit.ofOneConnection();
        if (limit.tryAnswer()) {
            connection.send(PONG);
        } else {
            ((RefusingConnection) connection).refuse(FLOOD);
        }
    }
}
