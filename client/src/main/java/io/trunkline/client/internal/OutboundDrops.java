package io.trunkline.client.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.ConnectionTracker;
import io.trunkline.transport.internal.TcpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client's watch what its overflow policy has dropped, on whichever connection.
 *
 * <p>Thread-safe.
 *
 * @param watch is told
 */
record OutboundDrops(ClientWatch watch) implements ConnectionTracker {
    /** Lets every connection in; its session looks after it. */
    @Override
    public @Nullable CloseReason opened(TcpConnection connection) {
        return null;
    }

    /** Does nothing: its session is told as well. */
    @Override
    public void closed(TcpConnection connection, CloseReason reason) {}

    @Override
    public void dropped(TcpConnection connection, int frames) {
        watch.outboundDropped(frames);
    }
}
