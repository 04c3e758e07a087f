package io.trunkline.server;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Watches a server: for logs, metrics and alarms, never to decide anything.
 *
 * <pre>{@code
 * onListening per listener ─▶ onOpened ─▶ … ─▶ onClosed per connection ─▶ onDrainBegun ─▶ … ─▶ onDrainEnded, last
 * }</pre>
 *
 * <p>Methods are called on workers, one at a time per observer, in the order of what happened. What one throws is logged once
 * and dropped. An observer that is 8,192 events behind misses those that follow; {@link ServerStats#eventsDropped()} counts
 * them. Figures are in {@link TrunklineServer#stats()}; nothing is told here for each message that goes well.
 *
 * <p>Methods will be added, each with a body that does nothing.
 */
public interface ServerObserver {
    /**
     * Called for each listener when the server has started.
     *
     * @param listener its name
     * @param address where it listens, with the port that was chosen
     */
    default void onListening(String listener, InetSocketAddress address) {}

    /**
     * Called when a connection is open; over TLS, after the handshake.
     *
     * @param connection may be closed again by now
     */
    default void onOpened(Connection connection) {}

    /**
     * Called when a connection that was open has closed.
     *
     * @param connection closed
     * @param reason why
     */
    default void onClosed(Connection connection, CloseReason reason) {}

    /**
     * Called when a connection, or one request or file of it, is turned away.
     *
     * @param refusal whom, and why
     */
    default void onRefused(Refusal refusal) {}

    /**
     * Called when a user's handler throws something else than a {@code ReplyException}, or returns null.
     *
     * @param handler the topic and version of the route, or the listener whose frames it handles
     * @param connectionId {@link Connection#id()} of the peer that it was called for
     * @param failure what it threw
     */
    default void onHandlerFailed(String handler, String connectionId, Throwable failure) {}

    /**
     * Called when a handler has returned after 1 s or more, or still runs when its request's time is over.
     *
     * @param handler the topic and version of the route
     * @param connectionId {@link Connection#id()} of the peer that it was called for
     * @param soFar how long it has run
     */
    default void onHandlerSlow(String handler, String connectionId, Duration soFar) {}

    /**
     * Called when frames were dropped because a peer does not read fast enough; what comes close together is told once.
     *
     * @param connection whose queue was full
     * @param frames how many since the last such call for it
     */
    default void onOutboundDropped(Connection connection, long frames) {}

    /**
     * Called when a peer breaks the protocol, whether it is forgiven or its connection ends by it.
     *
     * @param connection the peer's
     * @param problem one line; nothing that the peer has sent
     */
    default void onProtocolError(Connection connection, String problem) {}

    /**
     * Called when the server begins to drain.
     *
     * @param grace what it allows for that
     */
    default void onDrainBegun(Duration grace) {}

    /**
     * Called last, when every connection has closed.
     *
     * @param report how it went
     */
    default void onDrainEnded(DrainReport report) {}
}
