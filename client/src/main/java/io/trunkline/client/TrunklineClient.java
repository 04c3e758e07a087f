package io.trunkline.client;

import io.trunkline.CallHandler;
import io.trunkline.Handler;
import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.Receiver;
import io.trunkline.Route;
import io.trunkline.Topic;
import io.trunkline.client.internal.ClientStarter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One object for the whole process that asks, publishes and subscribes with a broker, through lost connections.
 *
 * <pre>{@code
 * try (TrunklineClient client = TrunklineClient.connect("localhost", 8081)) {
 *     Said said = client.request(SAY, new Say("hello"));
 *     client.subscribe("events.#", event -> System.out.println(event.topic()));
 * }
 * }</pre>
 *
 * <p>Thread-safe, and made to be shared: any number of requests are in flight at once. Blocking methods throw
 * {@link IllegalStateException} on an event loop, where they would stop the answer they wait for; those that end in
 * {@code Async}, and the one-way {@code publish}, may be called anywhere. Futures complete on the event loop, so their plain
 * stages must not block; {@code thenXxxAsync} without an executor leaves the loop for a worker. Cancelling or completing a
 * future, or a stage derived from it, withdraws its request if it has not been written and abandons it otherwise.
 *
 * <p>Every request ends exactly once: with its answer, or with a {@link io.trunkline.TrunklineException} whose
 * {@link io.trunkline.TrunklineException#delivery() delivery} tells whether the broker may have seen it. When the connection
 * is lost, requests in flight end at once, MAYBE_SENT, and the client makes another one, as its {@link ReconnectPolicy} says:
 * it subscribes again to what was subscribed, and says what the broker did not accept ({@link ClientObserver}). Only requests
 * of an {@linkplain Route#idempotent() idempotent} route are sent once more by themselves, with the same id, one for every ten
 * made at most. A client that gives up is {@link ClientState#CLOSED}, and every later call fails naming the reason.
 */
public interface TrunklineClient extends AutoCloseable {
    /**
     * Connects to a broker with default options; blocks until it is ready.
     *
     * @param host a host name or an address
     * @param port 1 to 65,535
     * @return a client that is {@link ClientState#READY}
     * @throws io.trunkline.transport.ConnectFailedException if there is no broker within 5 s; its message names the likely
     *     cause
     */
    static TrunklineClient connect(String host, int port) {
        return connect(ClientOptions.of(host, port));
    }

    /**
     * Connects to a broker; blocks until it is ready, at most for the connect timeout.
     *
     * @param options where to, and how
     * @return a client that is {@link ClientState#READY}
     * @throws io.trunkline.transport.ConnectFailedException if there is no broker in time; its message names the likely cause
     * @throws io.trunkline.transport.TlsException if the TLS handshake fails, the server's certificate for instance
     * @throws IllegalArgumentException if a TLS option is set that only a server understands
     * @throws io.trunkline.RequestInterruptedException if the caller is interrupted
     */
    static TrunklineClient connect(ClientOptions options) {
        options.requireForMessages();
        return ClientStarter.connect(options);
    }

    /**
     * Begins to connect to a broker that need not be there yet, and returns at once.
     *
     * <p>Subscriptions may be declared at once; they are asked for when the broker is there. Calls wait for the connection,
     * or fail, as {@link ClientOptions.Builder#whileDisconnected} says.
     *
     * @param options where to, and how; {@link ClientOptions#reconnect()} says how often it is tried
     * @return a client that is {@link ClientState#CONNECTING}
     * @throws io.trunkline.transport.TlsException if the TLS settings are not usable
     * @throws IllegalArgumentException if a TLS option is set that only a server understands
     */
    static TrunklineClient start(ClientOptions options) {
        options.requireForMessages();
        return ClientStarter.start(options);
    }

    /**
     * Asks and waits for the answer, at most for the route's timeout, or the client's if the route has none.
     *
     * @param <Q> the request's type
     * @param <R> the answer's type
     * @param route what is asked
     * @param request the question
     * @return the answer
     * @throws io.trunkline.ReplyException if the peer said no
     * @throws io.trunkline.TrunklineException if there was no usable answer
     */
    <Q, R> R request(Route<Q, R> route, Q request);

    /**
     * Asks and waits for the answer, with options of its own.
     *
     * @param <Q> the request's type
     * @param <R> the answer's type
     * @param route what is asked
     * @param request the question
     * @param options what is different for this call
     * @return the answer
     * @throws io.trunkline.ReplyException if the peer said no
     * @throws io.trunkline.TrunklineException if there was no usable answer
     */
    <Q, R> R request(Route<Q, R> route, Q request, CallOptions options);

    /**
     * Asks a topic without a route and waits for the answer's bytes.
     *
     * @param topic what is asked; version 1.0.0
     * @param request the question: a payload, or an object for the codec
     * @return the answer, undecoded
     * @throws io.trunkline.ReplyException if the peer said no
     * @throws io.trunkline.TrunklineException if there was no usable answer
     */
    Payload request(String topic, Object request);

    /**
     * Asks without blocking.
     *
     * @param <Q> the request's type
     * @param <R> the answer's type
     * @param route what is asked
     * @param request the question
     * @return fails with what {@link #request(Route, Object)} throws
     */
    <Q, R> CompletableFuture<R> requestAsync(Route<Q, R> route, Q request);

    /**
     * Asks without blocking, with options of its own.
     *
     * @param <Q> the request's type
     * @param <R> the answer's type
     * @param route what is asked
     * @param request the question
     * @param options what is different for this call
     * @return fails with what {@link #request(Route, Object, CallOptions)} throws
     */
    <Q, R> CompletableFuture<R> requestAsync(Route<Q, R> route, Q request, CallOptions options);

    /**
     * Asks a topic without a route and without blocking.
     *
     * @param topic what is asked; version 1.0.0
     * @param request the question: a payload, or an object for the codec
     * @return fails with what {@link #request(String, Object)} throws
     */
    CompletableFuture<Payload> requestAsync(String topic, Object request);

    /**
     * Publishes one way: returns when the event is queued, and never learns what became of it.
     *
     * @param <T> the event's type
     * @param topic where to; not a pattern
     * @param event what happened
     * @throws IllegalArgumentException if the topic is a pattern
     * @throws io.trunkline.TrunklineException if it could not be queued; NOT_SENT
     */
    <T> void publish(Topic<T> topic, T event);

    /**
     * Publishes one way to a topic that has no constant.
     *
     * @param topic where to; version 1.0.0
     * @param event what happened: a payload, or an object for the codec
     * @throws io.trunkline.TrunklineException if it could not be queued; NOT_SENT
     */
    void publish(String topic, Object event);

    /**
     * Publishes and waits until the broker has queued the event to every live subscriber.
     *
     * @param <T> the event's type
     * @param topic where to; not a pattern
     * @param event what happened
     * @throws io.trunkline.ReplyException NO_ROUTE_FOUND if nobody has subscribed
     * @throws io.trunkline.TrunklineException if there was no confirmation
     */
    <T> void publishAndConfirm(Topic<T> topic, T event);

    /**
     * Publishes to a topic that has no constant and waits until the broker has queued the event to every live subscriber.
     *
     * @param topic where to; version 1.0.0
     * @param event what happened: a payload, or an object for the codec
     * @throws io.trunkline.ReplyException NO_ROUTE_FOUND if nobody has subscribed
     * @throws io.trunkline.TrunklineException if there was no confirmation
     */
    void publishAndConfirm(String topic, Object event);

    /**
     * Publishes without blocking.
     *
     * @param <T> the event's type
     * @param topic where to; not a pattern
     * @param event what happened
     * @return completes with the broker's confirmation; fails with what {@link #publishAndConfirm(Topic, Object)} throws
     */
    <T> CompletableFuture<Void> publishAndConfirmAsync(Topic<T> topic, T event);

    /**
     * Publishes without blocking to a topic that has no constant.
     *
     * @param topic where to; version 1.0.0
     * @param event what happened: a payload, or an object for the codec
     * @return completes with the broker's confirmation; fails with what {@link #publishAndConfirm(String, Object)} throws
     */
    CompletableFuture<Void> publishAndConfirmAsync(String topic, Object event);

    /**
     * Receives what is published to a topic or pattern; returns when the broker has acknowledged it.
     *
     * <p>On an event loop, and while there is no connection, it returns at once, and {@link Subscription#confirmed()} tells. The receiver runs on a worker, one
     * event at a time, in the order of arrival. An event that does not bind to the type is counted as dropped.
     *
     * @param <T> the events' type
     * @param topic a topic or a pattern; its version is not compared
     * @param receiver what to do with an event
     * @return the subscription; ignore it unless you want to cancel it
     * @throws io.trunkline.ReplyException if the broker refused
     * @throws io.trunkline.TrunklineException if there was no acknowledgement
     */
    <T> Subscription subscribe(Topic<T> topic, Receiver<T> receiver);

    /**
     * Receives what is published to a topic or pattern, with a buffer of its own kind.
     *
     * @param <T> the events' type
     * @param topic a topic or a pattern; its version is not compared
     * @param receiver what to do with an event
     * @param options the buffer
     * @return the subscription; ignore it unless you want to cancel it
     * @throws io.trunkline.ReplyException if the broker refused
     * @throws io.trunkline.TrunklineException if there was no acknowledgement
     */
    <T> Subscription subscribe(Topic<T> topic, Receiver<T> receiver, SubscribeOptions options);

    /**
     * Receives whole messages of a topic or pattern; returns when the broker has acknowledged it.
     *
     * @param pattern one to five levels; {@code +} stands for one, {@code #} at the end for any number
     * @param receiver what to do with a message
     * @return the subscription; ignore it unless you want to cancel it
     * @throws io.trunkline.ReplyException if the broker refused
     * @throws io.trunkline.TrunklineException if there was no acknowledgement
     */
    Subscription subscribe(String pattern, Receiver<Message> receiver);

    /**
     * Receives whole messages of a topic or pattern, with a buffer of its own kind.
     *
     * @param pattern one to five levels; {@code +} stands for one, {@code #} at the end for any number
     * @param receiver what to do with a message
     * @param options the buffer
     * @return the subscription; ignore it unless you want to cancel it
     * @throws io.trunkline.ReplyException if the broker refused
     * @throws io.trunkline.TrunklineException if there was no acknowledgement
     */
    Subscription subscribe(String pattern, Receiver<Message> receiver, SubscribeOptions options);

    /**
     * Answers requests that the broker routes to this client; returns when the broker has acknowledged it.
     *
     * <p>On an event loop, and while there is no connection, it returns at once, and {@link Subscription#confirmed()} tells.
     * The handler runs on a worker, beside others, 256 at most; what it throws is answered as a server would answer it. After a
     * lost connection the broker is asked again. On {@link #close()} what is being handled is finished, and what comes is refused.
     *
     * @param <Q> the request's type
     * @param <R> the answer's type
     * @param route what is answered, of its own major version
     * @param handler gives the answer
     * @return cancel it to serve no more
     * @throws IllegalStateException if this client serves the route already
     * @throws io.trunkline.ReplyException if the broker refused
     * @throws io.trunkline.TrunklineException if there was no acknowledgement
     */
    <Q, R> Subscription serve(Route<Q, R> route, Handler<? super Q, ? extends R> handler);

    /**
     * Answers requests that the broker routes to this client, with options of its own; returns when the broker has acknowledged it.
     *
     * <p>It waits, runs and ends as {@link #serve(Route, Handler)} does.
     *
     * @param <Q> the request's type
     * @param <R> the answer's type
     * @param route what is answered, of its own major version
     * @param handler gives the answer
     * @param options the priority
     * @return cancel it to serve no more
     * @throws IllegalStateException if this client serves the route already
     * @throws io.trunkline.ReplyException if the broker refused
     * @throws io.trunkline.TrunklineException if there was no acknowledgement
     */
    <Q, R> Subscription serve(Route<Q, R> route, Handler<? super Q, ? extends R> handler, ServeOptions options);

    /**
     * Answers requests that the broker routes to this client; returns when the broker has acknowledged it.
     *
     * <p>It waits, runs and ends as {@link #serve(Route, Handler)} does.
     *
     * @param <Q> the request's type
     * @param <R> the answer's type
     * @param route what is answered, of its own major version
     * @param handler gives the answer; sees the call
     * @return cancel it to serve no more
     * @throws IllegalStateException if this client serves the route already
     * @throws io.trunkline.ReplyException if the broker refused
     * @throws io.trunkline.TrunklineException if there was no acknowledgement
     */
    <Q, R> Subscription serve(Route<Q, R> route, CallHandler<? super Q, ? extends R> handler);

    /**
     * Answers requests that the broker routes to this client, with options of its own; returns when the broker has acknowledged it.
     *
     * <p>It waits, runs and ends as {@link #serve(Route, Handler)} does.
     *
     * @param <Q> the request's type
     * @param <R> the answer's type
     * @param route what is answered, of its own major version
     * @param handler gives the answer; sees the call
     * @param options the priority
     * @return cancel it to serve no more
     * @throws IllegalStateException if this client serves the route already
     * @throws io.trunkline.ReplyException if the broker refused
     * @throws io.trunkline.TrunklineException if there was no acknowledgement
     */
    <Q, R> Subscription serve(Route<Q, R> route, CallHandler<? super Q, ? extends R> handler, ServeOptions options);

    /**
     * Answers requests of a topic that has no constant, whole messages; else as {@link #serve(Route, CallHandler)} does.
     *
     * @param topic of version 1; not a pattern
     * @param handler gives the answer: a payload, or an object for the codec
     * @return cancel it to serve no more
     */
    default Subscription serve(String topic, CallHandler<Message, Object> handler) {
        return serve(topic, handler, ServeOptions.defaults());
    }

    /**
     * Answers requests of a topic that has no constant, whole messages, with options of its own.
     *
     * @param topic of version 1; not a pattern
     * @param handler gives the answer: a payload, or an object for the codec
     * @param options the priority
     * @return cancel it to serve no more
     */
    default Subscription serve(String topic, CallHandler<Message, Object> handler, ServeOptions options) {
        return serve(Route.of(topic, Message.class, Object.class), handler, options);
    }

    /**
     * Asks the broker for a sign of life and waits for it.
     *
     * @return how long the answer took
     * @throws io.trunkline.TrunklineException if there was none within the request timeout
     */
    Duration ping();

    /**
     * Tells where the client stands.
     *
     * @return a snapshot
     */
    ClientState state();

    /**
     * Counts what the client holds and has done.
     *
     * @return a snapshot
     */
    ClientStats stats();

    /**
     * Drains: refuses new calls, waits for those in flight and for received events, then closes the connection.
     *
     * <p>Waits for 30 s at most. Never throws; a second call waits too. Called on an event loop or by one of our callbacks
     * it starts the drain and returns at once. An interrupt ends the waiting and closes at once, with the flag set again.
     */
    @Override
    void close();

    /** Closes the connection at once: what is in flight fails. Never throws, and does not block. */
    void closeNow();

    /**
     * Waits until the client is {@link ClientState#CLOSED} and its connection and threads are gone.
     *
     * @throws io.trunkline.RequestInterruptedException if the caller is interrupted
     */
    void awaitClosed();
}
