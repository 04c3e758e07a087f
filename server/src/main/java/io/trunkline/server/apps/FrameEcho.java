package io.trunkline.server.apps;

import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.util.function.UnaryOperator;

/** Answers every frame with what is made of it: itself, for an echo. One per connection. */
final class FrameEcho<F> implements ConnectionHandler<F> {
    private final FrameConnection<F> connection;
    private final UnaryOperator<F> answer;
    private final Throttle throttle;

    FrameEcho(FrameConnection<F> connection, UnaryOperator<F> answer) {
        this.connection = connection;
        this.answer = answer;
        this.throttle = new Throttle(connection);
    }

    @Override
    public void onFrame(F frame) {
        connection.send(answer.apply(frame));
        throttle.afterSend();
    }

    @Override
    public void onWritable(boolean writable) {
        throttle.onWritable(writable);
    }
}
