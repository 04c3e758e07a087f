package io.trunkline.server;

import io.trunkline.AsyncHandler;
import io.trunkline.CallHandler;
import io.trunkline.Handler;
import io.trunkline.Message;
import io.trunkline.PayloadCodec;
import io.trunkline.Route;
import io.trunkline.Topic;
import io.trunkline.codec.FrameFormat;
import io.trunkline.transport.Connection;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.StreamHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A running server: its listening sockets, its connections, and the broker between them.
 *
 * <pre>{@code
 * try (TrunklineServer server = TrunklineServer.builder()
 *         .listen(8081)
 *         .handle(SAY, say -> new Said(say.text()))
 *         .start()) {
 *     server.awaitClosed();
 * }
 *
 *   start() ─▶ RUNNING ─ close, closeAsync ─▶ DRAINING ─ all done, or grace over ─▶ CLOSED
 *                 └──────────────── closeNow ─────┴──────────────────────────────────▲
 * }</pre>
 *
 * <p>Thread-safe. A failure of one connection or handler ends there. After the end no thread of the server is left, and
 * every call but the closing ones throws {@link io.trunkline.ClosedException}. Implements SPEC.md section 6.
 */
public interface TrunklineServer extends AutoCloseable {
    /** {@return a builder without listeners and routes} */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Gives the port of the only listener.
     *
     * @return the bound port, also where 0 was asked for
     * @throws IllegalStateException naming the listeners if there are several
     */
    int port();

    /**
     * Gives the port of a listener.
     *
     * @param listener the name from its {@link ListenOptions}
     * @return the bound port, also where 0 was asked for
     * @throws IllegalArgumentException naming the listeners if there is none of this name
     */
    int port(String listener);

    /**
     * Finds an open connection.
     *
     * @param id {@link Connection#id()}, which {@link io.trunkline.Call#connectionId()} gives too
     * @return empty if it is closed or never was
     */
    Optional<Connection> connection(String id);

    /** {@return the open connections: a snapshot, in no particular order} */
    Collection<Connection> connections();

    /** {@return the figures of this moment, also after the end; a look at every connection, so not for each message} */
    ServerStats stats();

    /**
     * Publishes an event to everyone who has subscribed to its topic; returns when it is queued, without blocking.
     *
     * @param topic a topic, not a pattern
     * @param event encoded by the server's {@link PayloadCodec}
     * @param <T> the event's type
     * @throws io.trunkline.ReplyException {@code NO_ROUTE_FOUND} if nobody has subscribed
     * @throws io.trunkline.ClosedException after the end
     * @throws IllegalArgumentException if the topic is a pattern
     */
    <T> void publish(Topic<T> topic, T event);

    /**
     * Publishes an event under version 1.0.0 to everyone who has subscribed to its topic; returns when it is queued.
     *
     * @param topic a topic, not a pattern
     * @param event encoded by the server's {@link PayloadCodec}; a {@link io.trunkline.Payload} is sent as it is
     * @throws io.trunkline.ReplyException {@code NO_ROUTE_FOUND} if nobody has subscribed
     * @throws io.trunkline.ClosedException after the end
     * @throws IllegalArgumentException if the topic is a pattern, or the event is an array or buffer
     */
    void publish(String topic, Object event);

    /**
     * Reads certificates, keys and CAs of every listener again, now, and uses them for new connections; blocks for that.
     *
     * <p>Connections that are open stay. {@code TlsOptions.reloadEvery} does the same by itself. What was given as text,
     * key store or context has nothing to read again.
     *
     * @throws io.trunkline.transport.TlsException if something cannot be used; that listener goes on with what it had
     * @throws IllegalStateException if no listener speaks TLS, or on an event loop
     * @throws io.trunkline.ClosedException after the end
     */
    default void reloadTls() {
        throw new IllegalStateException("no listener speaks TLS");
    }

    /**
     * Drains: closes the listeners, tells the peers, refuses new requests, finishes those in flight, then closes.
     *
     * @param grace how long that may take; what is left then is cut
     * @return completed at the end; the same for every call
     */
    CompletableFuture<DrainReport> closeAsync(Duration grace);

    /**
     * Drains within the configured grace and waits for the end; on an event loop or in a handler it starts the drain and
     * returns at once. Never throws; does nothing the second time but wait.
     */
    @Override
    void close();

    /** Closes everything at once and waits for no answer. Never throws. */
    void closeNow();

    /**
     * Closes the server when the JVM is told to end: drained within the configured grace; told once more, at once.
     *
     * <p>That is a shutdown hook, so it covers SIGTERM, SIGINT and {@code System.exit}. A second SIGTERM or SIGINT cuts what is
     * left.
     *
     * @return this
     */
    TrunklineServer closeOnShutdown();

    /**
     * Waits until the server has closed, whoever closes it.
     *
     * @throws io.trunkline.RequestInterruptedException if the caller is interrupted; its flag is set again
     */
    void awaitClosed();

    /**
     * Collects what a server listens on and answers. Not thread-safe; {@link #start()} may be called once.
     *
     * <p>Broker listeners share the routes and one broker; frame listeners are independent of both.
     */
    final class Builder {
        private final ServerWiring wiring = new ServerWiring();

        private Builder() {}

        /**
         * Listens for broker messages in {@code envelope} frames, on loopback only.
         *
         * @param port 0 to 65,535; 0 takes a free one
         * @return this
         */
        public Builder listen(int port) {
            return listen(ListenOptions.of(port));
        }

        /**
         * Does the same on every address of the machine.
         *
         * @param port 0 to 65,535; 0 takes a free one
         * @return this
         */
        public Builder listenOnAnyAddress(int port) {
            return listen(ListenOptions.builder().anyAddress().port(port).build());
        }

        /**
         * Listens for broker messages.
         *
         * @param options where, and in which framing
         * @return this
         */
        public Builder listen(ListenOptions options) {
            wiring.listenBroker(Objects.requireNonNull(options, "options"));
            return this;
        }

        /**
         * Listens for frames, on loopback only.
         *
         * @param port 0 to 65,535; 0 takes a free one
         * @param format what the connections speak
         * @param factory makes one handler per connection
         * @param <F> what a frame is
         * @return this
         */
        public <F> Builder listen(int port, FrameFormat<F> format, ConnectionHandler.Factory<F> factory) {
            return listen(ListenOptions.of(port), format, factory);
        }

        /**
         * Listens for frames.
         *
         * @param options where; a framing is refused, since the format says it
         * @param format what the connections speak
         * @param factory makes one handler per connection
         * @param <F> what a frame is
         * @return this
         * @throws IllegalArgumentException if the options set a framing
         */
        public <F> Builder listen(ListenOptions options, FrameFormat<F> format, ConnectionHandler.Factory<F> factory) {
            wiring.listenFrames(
                    Objects.requireNonNull(options, "options"),
                    Objects.requireNonNull(format, "format"),
                    Objects.requireNonNull(factory, "factory"));
            return this;
        }

        /**
         * Listens for files in {@code named-file}, one per connection, on loopback only.
         *
         * @param port 0 to 65,535; 0 takes a free one
         * @param receiver where they go
         * @return this
         */
        public Builder listen(int port, FileReceiver receiver) {
            return listen(ListenOptions.of(port), receiver);
        }

        /**
         * Listens for files in {@code named-file}, one per connection. Nothing is ever answered; a sender that ends its output
         * sees our end once the file is stored, or refused.
         *
         * @param options where; a framing is refused, and so is {@code onLoop}
         * @param receiver where they go
         * @return this
         * @throws IllegalArgumentException if the options do not fit, or the receiver requires a digest, for which this format has
         *     no place
         */
        public Builder listen(ListenOptions options, FileReceiver receiver) {
            wiring.listenFiles(
                    Objects.requireNonNull(options, "options"), Objects.requireNonNull(receiver, "receiver"));
            return this;
        }

        /**
         * Listens for multiplexed streams, on loopback only.
         *
         * @param port 0 to 65,535; 0 takes a free one
         * @param handler serves each stream on a worker of its own
         * @return this
         */
        public Builder listen(int port, StreamHandler handler) {
            return listen(ListenOptions.of(port), handler);
        }

        /**
         * Listens for multiplexed streams.
         *
         * @param options where; a framing is refused, since streams have one of their own, as is what only other handlers
         *     act on: {@code onLoop}, {@code ordered}, {@code pauseOnConnect}, {@code allowHalfOpen}
         * @param handler serves each stream on a worker of its own; {@link StreamHandler#byType} chooses by type
         * @return this
         * @throws IllegalArgumentException if the options set what is refused
         */
        public Builder listen(ListenOptions options, StreamHandler handler) {
            wiring.listenStreams(
                    Objects.requireNonNull(options, "options"), Objects.requireNonNull(handler, "handler"));
            return this;
        }

        /**
         * Answers requests of a route on a worker, where it may block.
         *
         * <p>Each request is handed to the worker and its answer back, which costs some microseconds of two threads; a handler that
         * never blocks and is quick answers several times as many with {@link #handleAsync}.
         *
         * @param route topic, version and types
         * @param handler called concurrently
         * @param <Q> the request's type
         * @param <R> the response's type
         * @return this
         */
        public <Q, R> Builder handle(Route<Q, R> route, Handler<? super Q, ? extends R> handler) {
            wiring.handle(route, Objects.requireNonNull(handler, "handler"));
            return this;
        }

        /**
         * Answers requests of a route on a worker, where it may block, with the call at hand.
         *
         * @param route topic, version and types
         * @param handler called concurrently
         * @param <Q> the request's type
         * @param <R> the response's type
         * @return this
         */
        public <Q, R> Builder handle(Route<Q, R> route, CallHandler<? super Q, ? extends R> handler) {
            wiring.handle(route, Objects.requireNonNull(handler, "handler"));
            return this;
        }

        /**
         * Answers requests of every topic that matches a pattern, version 1, on a worker, where it may block.
         *
         * @param pattern a topic, or one with {@code +} and {@code #}; a route for the very topic goes first
         * @param handler called concurrently; its result is encoded by the server's {@link PayloadCodec}
         * @return this
         * @throws IllegalArgumentException if the pattern is not legal
         */
        public Builder handle(String pattern, CallHandler<Message, Object> handler) {
            wiring.handlePattern(pattern, Objects.requireNonNull(handler, "handler"));
            return this;
        }

        /**
         * Answers requests of a route on the event loop, which the handler must not block.
         *
         * @param route topic, version and types
         * @param handler called on the connection's loop; its stage may complete on any thread
         * @param <Q> the request's type
         * @param <R> the response's type
         * @return this
         */
        public <Q, R> Builder handleAsync(Route<Q, R> route, AsyncHandler<? super Q, R> handler) {
            wiring.handleAsync(route, Objects.requireNonNull(handler, "handler"));
            return this;
        }

        /**
         * Sets threads, limits and the grace.
         *
         * @param options {@link ServerOptions#defaults()} by default
         * @return this
         */
        public Builder options(ServerOptions options) {
            wiring.options(Objects.requireNonNull(options, "options"));
            return this;
        }

        /**
         * Adds someone who watches; may be called several times.
         *
         * @param observer called on workers, one call at a time
         * @return this
         */
        public Builder observer(ServerObserver observer) {
            wiring.observer(Objects.requireNonNull(observer, "observer"));
            return this;
        }

        /**
         * Sets who may come in, how many, who they must be, and what they may do.
         *
         * @param admission {@link Admission#defaults()} by default: limits of connections, and nobody is asked
         * @return this
         */
        public Builder admission(Admission admission) {
            wiring.admission(Objects.requireNonNull(admission, "admission"));
            return this;
        }

        /**
         * Joins the server to others: its publishes reach their subscribers, and requests that nobody here answers, theirs.
         *
         * @param backplane the way to them, which outlives this server
         * @return this
         */
        public Builder backplane(Backplane backplane) {
            wiring.backplane(Objects.requireNonNull(backplane, "backplane"));
            return this;
        }

        /**
         * Sets how payloads become objects and back.
         *
         * @param codec JSON by default
         * @return this
         */
        public Builder payloadCodec(PayloadCodec codec) {
            wiring.payloadCodec(Objects.requireNonNull(codec, "payloadCodec"));
            return this;
        }

        /**
         * Binds every listener and starts to accept.
         *
         * @return the running server; close it
         * @throws IllegalStateException if called a second time, without a listener, or if two routes or two listener
         *     names are the same
         * @throws io.trunkline.transport.BindFailedException if a listener cannot be bound; then none is
         */
        public TrunklineServer start() {
            return wiring.start();
        }
    }
}
