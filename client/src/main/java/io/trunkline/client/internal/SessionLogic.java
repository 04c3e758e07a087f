package io.trunkline.client.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.TcpConnection;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a session of the connection that it is opened with, so that the session's fields are final.
 *
 * <p>Loop-confined.
 */
final class SessionLogic implements ConnectionLogic {
    private final Function<TcpConnection, ? extends ConnectionLogic> sessions;
    private @Nullable ConnectionLogic session;

    SessionLogic(Function<TcpConnection, ? extends ConnectionLogic> sessions) {
        this.sessions = sessions;
    }

    @Override
    public void onOpen(TcpConnection connection) {
        ConnectionLogic made = sessions.apply(connection);
        session = made;
        made.onOpen(connection);
    }

    @Override
    public void onBytes(byte[] array, int from, int to) {
        opened().onBytes(array, from, to);
    }

    @Override
    public void onWritable(boolean writable) {
        opened().onWritable(writable);
    }

    @Override
    public void onEnd() {
        opened().onEnd();
    }

    @Override
    public void onClose(CloseReason reason) {
        opened().onClose(reason);
    }

    private ConnectionLogic opened() {
        return Objects.requireNonNull(session, "onOpen comes first");
    }
}
