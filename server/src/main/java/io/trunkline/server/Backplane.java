package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.server.internal.backplane.InProcessBackplane;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Carries messages between the servers of one application, so that rooms, publishes and requests cross from one to the others.
 *
 * <pre>{@code
 *  server a ─┐                          ┌─ server b          subjects: rooms.<group>
 *  Rooms a ──┴─ Node ─── Backplane ─── Node ─┴─ Rooms b                publish.<topic>
 *                            │                                         request.<topic>
 *                          Node ─── server c
 * }</pre>
 *
 * <p>The default is {@link #inProcess()}. Whoever implements another, over NATS say, keeps to this:
 *
 * <ul>
 *   <li><b>At most once.</b> A message reaches each link of other nodes once or never; nothing is stored and nothing is
 *       sent again. A node never gets its own messages.
 *   <li><b>Ordered per sender.</b> What one thread publishes by one node arrives at each link in the order of its calls.
 *       Different nodes, and different links, are not ordered among one another.
 *   <li><b>Down.</b> While it cannot reach the others it says so at once: {@code publish} gives false, {@code request}
 *       fails, {@code subscribe} and {@code serve} are remembered and hold again when it is up. What a server does by itself
 *       goes on.
 *   <li><b>Quick.</b> No method blocks or throws on account of the network. Links are called on the backplane's threads, in
 *       order, and do not block either. What they throw is logged and costs that message.
 *   <li><b>Trust.</b> Servers of one backplane trust one another: what a peer may do is checked by the server that it is
 *       connected to, and not again elsewhere.
 *   <li><b>Subjects</b> are levels of letters, digits, {@code -} and {@code _} in lower case, joined by dots; patterns also
 *       have {@code +} for one level and {@code #}, last, for none or more.
 * </ul>
 *
 * <p>Over NATS: a node is a connection that does not hear itself ({@code noEcho}); {@code +} is {@code *}, and {@code a.#} is
 * the two subscriptions {@code a} and {@code a.>}; {@code serve} is a queue group, whose "no responders" is
 * {@code NO_ROUTE_FOUND}; {@code publish} gives false while the connection is away and true otherwise.
 *
 * <p>Messages are whole: an implementation that bounds their size makes {@code publish} give false beyond it. Thread-safe; it
 * belongs to who made it, and may serve many servers.
 */
public interface Backplane {
    /**
     * Makes a backplane of this process, for servers in one JVM: never down, without threads of its own.
     *
     * @return one that nobody else has joined
     */
    static Backplane inProcess() {
        return new InProcessBackplane();
    }

    /**
     * Joins as one more node.
     *
     * @return for one server, or one {@link Rooms}, which closes it
     */
    Node join();

    /** One who takes part. Thread-safe; nothing blocks. Closed, it gets nothing, and reaches nobody. */
    interface Node extends AutoCloseable {
        /**
         * Sends a message to every link of other nodes whose pattern matches.
         *
         * @param subject without wildcards
         * @param message kept by nobody longer than it takes
         * @return false if it is certain that nobody gets it; true promises nothing
         */
        boolean publish(String subject, Payload message);

        /**
         * Asks one of the other nodes that serve a pattern which matches, whichever.
         *
         * @param subject without wildcards
         * @param message the question
         * @param timeout after which nobody waits for the answer, so that what is kept for it may go
         * @return the answer; fails with a {@link io.trunkline.ReplyException} {@code NO_ROUTE_FOUND} if nobody serves it,
         *     {@code SERVICE_UNAVAILABLE} if nobody can be reached or who was asked has gone
         */
        CompletionStage<Payload> request(String subject, Payload message, Duration timeout);

        /**
         * Has a receiver called for each message of other nodes whose subject matches.
         *
         * @param pattern or a subject
         * @param receiver is called in order, on a thread of the backplane or of a publisher
         * @return to be cancelled; closing the node does so too
         */
        Link subscribe(String pattern, Receiver receiver);

        /**
         * Has a responder called for requests of other nodes whose subject matches; one responder answers each.
         *
         * @param pattern or a subject
         * @param responder is called on a thread of the backplane or of who asks
         * @return to be cancelled; closing the node does so too
         */
        Link serve(String pattern, Responder responder);

        /** Leaves; again, it has no effect. Never throws. */
        @Override
        void close();
    }

    /** Takes what other nodes publish. */
    @FunctionalInterface
    interface Receiver {
        /**
         * Takes one message; must not block.
         *
         * @param subject as it was published
         * @param message as it was published
         */
        void receive(String subject, Payload message);
    }

    /** Answers what other nodes ask. */
    @FunctionalInterface
    interface Responder {
        /**
         * Answers one request; must not block.
         *
         * @param subject as it was asked
         * @param message as it was asked
         * @return the answer; one that fails is told as {@code SERVICE_UNAVAILABLE}
         */
        CompletionStage<Payload> respond(String subject, Payload message);
    }

    /** What was subscribed to or served. */
    @FunctionalInterface
    interface Link {
        /** Ends it; a call that has begun goes on. Again, it has no effect. */
        void cancel();
    }
}
