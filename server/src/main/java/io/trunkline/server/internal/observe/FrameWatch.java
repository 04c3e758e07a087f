package io.trunkline.server.internal.observe;

import io.trunkline.server.Refusal;
import io.trunkline.transport.Connection;
import io.trunkline.transport.internal.HandlerWatch;
import io.trunkline.transport.internal.TcpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Watches the handlers of one frame listener: which fail, and what their own log lines are marked with.
 *
 * <p>Thread-safe.
 */
public final class FrameWatch extends HandlerWatch {
    private final Observation observation;
    private final ListenerName listener;
    private final @Nullable LogContext context;

    /**
     * Watches for a listener.
     *
     * @param observation told of failures
     * @param listener whose handlers they are
     */
    public FrameWatch(Observation observation, ListenerName listener) {
        this(observation, listener, LogContext.ofLogging());
    }

    FrameWatch(Observation observation, ListenerName listener, @Nullable LogContext context) {
        this.observation = observation;
        this.listener = listener;
        this.context = context;
    }

    @Override
    public boolean wantsCalls() {
        return context != null;
    }

    @Override
    public void enter(TcpConnection connection) {
        if (context != null) {
            context.set(connection.id(), listener.get());
        }
    }

    @Override
    public void exit() {
        if (context != null) {
            context.clear();
        }
    }

    /**
     * A file of a connection's was turned away.
     *
     * @param reason its sort
     * @param connection whose
     * @param text one line; nothing that the peer has sent
     */
    public void fileRefused(Refusal.Reason reason, Connection connection, String text) {
        observation.refused(reason, connection.remoteAddress(), text);
    }

    @Override
    public void invalid(TcpConnection connection) {
        observation.protocolError(connection, "a frame whose content cannot be taken; the connection goes on");
    }

    @Override
    public void failed(TcpConnection connection, String callback, Throwable failure) {
        super.failed(connection, callback, failure);
        observation.handlerFailed(listener.get(), connection.id(), failure);
    }
}
