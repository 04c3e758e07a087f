package io.trunkline.transport.internal.stream;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.QueueFullException;
import io.trunkline.codec.StreamFrame;
import io.trunkline.codec.internal.mux.Multiplexer;
import io.trunkline.codec.internal.mux.MuxLimits;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.codec.internal.mux.MuxStream;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.StreamHandler;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.HandlerWatch;
import io.trunkline.transport.internal.SharedMemoryAccount;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of one connection: joins the multiplexer, the streams that users hold, and the connection.
 *
 * <pre>{@code
 *  frames ─▶ onFrame ─▶ Multiplexer ─▶ SessionEvents ─▶ StreamCore ─▶ users
 *  users ─▶ StreamCore ─ post ─▶ visit ─▶ Multiplexer.consumed, reset
 *                                     └─▶ StreamSender ─▶ Multiplexer.write, end ─▶ SessionEvents ─▶ frames
 *
 *  OPEN ──drain──▶ DRAINING: new streams are refused ──the last stream ends──▶ closed behind what is written
 *    └── bad frame: refused; closed by anyone ──▶ every stream fails
 * }</pre>
 *
 * <p>Loop-confined, except what says that it is thread-safe.
 */
final class StreamSession implements ConnectionHandler<StreamFrame> {
    private static final Logger log = LoggerFactory.getLogger(StreamSession.class);

    /** As long as frame handlers wait for workers that reject. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final CloseReason DRAINED =
            CloseReason.of(CloseReason.Kind.SHUTDOWN, "every stream has ended, and the server is shutting down");

    private final TcpConnection connection;
    private final FrameConnection<StreamFrame> frames;
    private final StreamSettings settings;
    private final SharedMemoryAccount memory;
    private final Multiplexer mux;
    private final StreamSender sender;
    private final StallWatch stalls;
    private final SessionConnection shown;
    private final Greeting greeting;
    private final SessionEnd end;
    private final SessionStreams streams;
    private boolean ended;
    private @Nullable CloseReason closeReason;

    /**
     * Joins what a connection needs.
     *
     * @param user is given the connection once, by {@link Greeting}
     */
    StreamSession(
            TcpConnection connection,
            FrameConnection<StreamFrame> frames,
            StreamSettings settings,
            Consumer<StreamConnection> user) {
        this.connection = connection;
        this.frames = frames;
        this.settings = settings;
        this.memory = new SharedMemoryAccount(connection.loop().memory());
        this.mux = new Multiplexer(settings.role(), settings.limits(), new SessionEvents(this));
        this.sender = new StreamSender(this, mux);
        this.streams = new SessionStreams(
                connection, mux, sender, settings.hooks().streams().apply(connection));
        this.stalls =
                new StallWatch(mux, connection.readingClock(), settings.limits().writeStall());
        this.shown = new SessionConnection(this, frames);
        this.greeting = new Greeting(connection.loop(), shown, user);
        this.end = new SessionEnd(connection, mux);
    }

    /** Thread-safe. */
    StreamConnection connection() {
        return shown;
    }

    /** Thread-safe. */
    String connectionId() {
        return connection.id();
    }

    /** Thread-safe. */
    EventLoop loop() {
        return connection.loop();
    }

    /** Thread-safe. */
    Executor workers() {
        return settings.workers();
    }

    /** Thread-safe. */
    TcpConnection tcp() {
        return connection;
    }

    /** Thread-safe. */
    HandlerWatch watch() {
        return settings.hooks().handlers();
    }

    /** Thread-safe. */
    MuxLimits limits() {
        return settings.limits();
    }

    /** Thread-safe. */
    SharedMemoryAccount memory() {
        return memory;
    }

    /** Whether reading rests because much was not read: readers then tell of each byte. Thread-safe. */
    boolean isPaused() {
        return streams.isPaused();
    }

    boolean isWritable() {
        return frames.isWritable();
    }

    long nanos() {
        return connection.readingClock().nanos();
    }

    @Override
    public void onOpen() {
        mux.start();
        if (settings.role() == MuxRole.CONNECTOR) {
            greeting.await();
        } else {
            greeting.handOut();
        }
    }

    @Override
    public void onFrame(StreamFrame frame) {
        if (ended) {
            return;
        }
        try {
            mux.receive(frame.streamId(), frame.payload(), nanos());
            if (mux.peerKnowsCredit()) {
                greeting.handOut();
            }
        } catch (FrameException e) {
            refuse(e);
        }
    }

    private void refuse(FrameException bad) {
        log.debug("conn={} event=refused reason={}", connectionId(), bad.reason());
        ended = true;
        connection.refuse(null, CloseReason.of(CloseReason.Kind.PROTOCOL, "bad frame", bad));
    }

    @Override
    public void onWritable(boolean writable) {
        sender.flush();
    }

    @Override
    public boolean onShutdown(Duration grace) {
        if (!ended) {
            mux.announceShutdown("Server is shutting down", grace.toMillis());
        }
        end.drain(DRAINED);
        return true;
    }

    /** Ends the connection with its last stream, and takes no new one of the peer's. */
    void drain(CloseReason reason) {
        if (!ended) {
            end.drain(reason);
        }
    }

    /** The peer has ended its output: what runs may answer what came before, then the connection ends. */
    void peerEnded(Runnable then) {
        if (ended || !end.isAnyRunning()) {
            then.run();
            return;
        }
        end.awaitLastWords(then);
        streams.peerEnded();
    }

    @Override
    public void onClose(CloseReason reason) {
        ended = true;
        closeReason = reason;
        greeting.handOut();
        stalls.stop();
        end.closed();
        mux.connectionEnded();
        streams.forgetAll();
    }

    // What the multiplexer decides, by SessionEvents.

    void send(long streamId, Payload body) {
        try {
            frames.send(new StreamFrame(streamId, body));
        } catch (ClosedException | QueueFullException e) {
            // The connection is ending, or was cut by this very frame: every stream is told so by its end.
            log.debug("conn={} event=frame-dropped: {}", connectionId(), e.toString());
        }
    }

    void opened(MuxStream stream) {
        StreamHandler handler = settings.handler();
        String refusal = refusal(handler, stream.type());
        if (handler == null || refusal != null) {
            String reason = Objects.requireNonNullElse(refusal, TypeFilter.UNKNOWN_TYPE);
            streams.watch().refused(reason);
            mux.reset(stream, reason);
            return;
        }
        mux.hold(stream);
        end.handlerBegins();
        new HandlerRun(this, handler, streams.add(stream, this)).begin();
    }

    /** Why a stream is not served, as its peer is told; null if it is. */
    private @Nullable String refusal(@Nullable StreamHandler handler, String type) {
        if (end.isDraining()) {
            return "SHUTTING_DOWN";
        }
        if (handler instanceof TypeFilter filter && !filter.accepts(type)) {
            return TypeFilter.UNKNOWN_TYPE;
        }
        return streams.watch().refusal();
    }

    void data(MuxStream stream, Payload bytes) {
        streams.data(stream, bytes);
    }

    void closed(MuxStream stream, StreamOutcome outcome) {
        if (streams.closed(stream, outcome)) {
            log.trace("conn={} event=stream-closed stream={}", connectionId(), stream.id());
        }
        end.look();
    }

    /** Why the connection ended, as far as that is known. */
    CloseReason closeReason() {
        return closeReason == null
                ? CloseReason.of(CloseReason.Kind.PROTOCOL, "the peer broke the protocol")
                : closeReason;
    }

    void writable(MuxStream stream) {
        streams.writable(stream);
    }

    void pauseReading(boolean full) {
        streams.pauseReading(full);
    }

    StreamWatch streamWatch() {
        return streams.watch();
    }

    void watchStalls() {
        stalls.begin();
    }

    // What streams ask for.

    /** Asks for a visit. Thread-safe. */
    void post(StreamCore stream) {
        loop().tryExecute(stream); // An ended loop has ended the stream: there is nothing to tell.
    }

    void visit(StreamCore stream) {
        streams.visit(stream);
    }

    /** Lets the peer open another stream once this one has ended: no handler runs for it any more. */
    void freePlace(StreamCore stream) {
        mux.release(stream.mux());
    }

    /** Takes note that a handler has returned, or will not be called, and that its stream is being closed. */
    void onReturn() {
        end.handlerReturned();
    }

    /** Runs something on the loop, or drops it if that has ended. Thread-safe. */
    void onLoop(Runnable task) {
        if (loop().inLoop()) {
            task.run();
        } else {
            loop().tryExecute(task);
        }
    }

    /** Runs something of a user's on a worker, as soon as there is one. Thread-safe. */
    void onWorker(Runnable task) {
        try {
            workers().execute(task);
        } catch (RejectedExecutionException e) {
            loop().schedule(RETRY_NANOS, () -> onWorker(task));
        }
    }

    /** Opens a stream of ours. */
    void open(String type, Payload metadata, CompletableFuture<DuplexStream> result) {
        if (ended) {
            result.completeExceptionally(
                    new ClosedException("the connection to " + connectionId() + " has ended", Delivery.NOT_SENT));
        } else if (!mux.canOpen()) {
            int limit = limits().maxStreams();
            result.completeExceptionally(new QueueFullException(
                    "streams of ours open to " + connectionId() + "; close some first", limit, limit + 1L));
        } else {
            result.complete(streams.add(mux.open(type, metadata), this));
        }
    }
}
