package io.trunkline.client;

import java.time.Duration;

/**
 * Watches a client: for logs, metrics and alarms, never to decide anything.
 *
 * <pre>{@code
 * onState(CONNECTING, READY) ─▶ onState(READY, RECONNECTING) ─▶ onRetry … ─▶ onRestoreFailed … ─▶ onState(RECONNECTING, READY)
 *                                                               onGaveUp ─▶ onState(RECONNECTING, CLOSED), last
 * }</pre>
 *
 * <p>Methods are called on workers, one at a time per client, in the order of what happened. What one throws is logged and
 * dropped. An observer that is 1,024 events behind misses those that follow; {@link ClientStats#eventsDropped()} counts them.
 *
 * <p>Methods will be added, each with a body that does nothing.
 */
public interface ClientObserver {
    /**
     * Called when the client has moved from one state to another.
     *
     * @param from where it stood
     * @param to where it stands, or stood a moment ago
     */
    default void onState(ClientState from, ClientState to) {}

    /**
     * Called when the client rests before it tries to connect again.
     *
     * @param attempt counted from 1 since the last healthy connection
     * @param delay how long it rests
     * @param why what ended the connection, or the attempt before
     */
    default void onRetry(int attempt, Duration delay, Throwable why) {}

    /**
     * Called when the client does not try any more.
     *
     * @param attempts how many it has made since the last healthy connection
     * @param why what ended the last
     */
    default void onGaveUp(int attempts, Throwable why) {}

    /**
     * Called when a new connection's broker refuses what a former one had accepted. It stays declared and is asked for on the
     * next connection.
     *
     * @param what the pattern or topic, or {@code service} and its name
     * @param why the broker's answer, or that there was none
     */
    default void onRestoreFailed(String what, Throwable why) {}

    /**
     * Called when a subscription has lost events to its full buffer; once for many that are lost together.
     *
     * @param pattern the subscription's
     * @param dropped how many it has lost by now
     */
    default void onDropped(String pattern, long dropped) {}

    /**
     * Called when messages that nobody waits for, publishes above all, were dropped because the outbound queue was full and its
     * overflow is {@code DROP_OLDEST} or {@code DROP_NEWEST}; what comes close together is told once.
     *
     * @param frames how many since the last such call; {@link ClientStats#framesDropped()} counts all
     */
    default void onOutboundDropped(long frames) {}
}
