package io.trunkline.client;

import java.util.concurrent.CompletionStage;

/**
 * A receiver's place at a topic: its life is the client's unless it is cancelled before.
 *
 * <p>Thread-safe. No method blocks. Ignoring the object is fine: nothing needs to be closed.
 */
public interface Subscription {
    /**
     * Ends the subscription: no event that is not being received yet will be.
     *
     * <p>Events that wait in the buffer are dropped without being counted. When it was the last of its pattern, the
     * broker is told. A second call does nothing.
     */
    void cancel();

    /**
     * Tells when the broker has acknowledged the subscription.
     *
     * <p>Fails with the broker's {@link io.trunkline.ReplyException} if it refused, with the connection's error if there
     * was no answer, and with {@link io.trunkline.ClosedException} if the subscription was cancelled before.
     *
     * @return completed on the event loop, or on the client's callback executor if it has one
     */
    CompletionStage<Void> confirmed();

    /**
     * Counts the events that this subscription has lost to a full buffer.
     *
     * @return 0 while the receiver keeps up
     */
    long dropped();
}
