package io.trunkline.transport.internal;

import io.trunkline.transport.BindFailedException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.PortInUseException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on one address and hands each accepted socket to the loop with the fewest connections.
 *
 * <pre>{@code
 *              accept failed                  the pause is over (10 ms, doubling to 1 s)
 * ACCEPTING ──────────────────▶ BACKING_OFF ─────────────────────────────────────────────▶ ACCEPTING
 *    │  the channel was closed, not by us     it is bound again (tried once a second)
 *    ├────────────────────────▶ REOPENING ───────────────────────────────────────────────▶ ACCEPTING
 *    └─── close, or the loop ends: from every state ───▶ CLOSED
 * }</pre>
 *
 * <p>A failed accept costs waiting time and never the listener. For want of descriptors, a spare one is given up to refuse one
 * connection per pause, so that its peer need not guess; an outage is one line when it begins and one when it is over.
 * Loop-confined, except {@link #bind}, {@link #close} and the accessors.
 */
public final class Acceptor implements Selectable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

    /** Connections per turn: a burst of them must not keep the loop from those it has. */
    private static final int ACCEPTS_PER_TURN = 64;
    /** Between looks at whether all is well: a channel that somebody closed is never ready again, so it has to be asked. */
    private static final long LOOK_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private static final CloseReason NOT_OPEN_IN_TIME =
            CloseReason.of(CloseReason.Kind.SHUTDOWN, "the listener was closed during the handshake");

    private enum State {
        ACCEPTING,
        BACKING_OFF,
        REOPENING,
        CLOSED
    }

    private final RuntimeCore runtime;
    private final EventLoop loop;
    private final InetSocketAddress address;
    private final ConnectionSettings settings;
    private final Supplier<? extends ConnectionLogic> logics;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Deadline alarm = new Alarm();
    private final AcceptOutage outage = new AcceptOutage();
    private final SpareDescriptor spare = new SpareDescriptor();
    private volatile ServerSocketChannel channel;
    private @Nullable SelectionKey key;
    private State state = State.ACCEPTING;

    private Acceptor(
            RuntimeCore runtime,
            ServerSocketChannel channel,
            ConnectionSettings settings,
            Supplier<? extends ConnectionLogic> logics)
            throws IOException {
        this.runtime = runtime;
        this.loop = runtime.nextLoop();
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
        this.settings = settings.asAccepted();
        this.logics = logics;
    }

    /**
     * Opens a listener; when this returns, connects succeed. When it throws, nothing is left open.
     *
     * @param address where; port 0 chooses a free one
     * @param logics makes the logic of each connection, on that connection's loop
     * @throws PortInUseException if something listens there already
     * @throws BindFailedException for every other reason
     */
    public static Acceptor bind(
            RuntimeCore runtime,
            InetSocketAddress address,
            ConnectionSettings settings,
            Supplier<? extends ConnectionLogic> logics) {
        ServerSocketChannel channel = Binder.bind(address, settings.socket());
        Acceptor acceptor = null;
        try {
            acceptor = new Acceptor(runtime, channel, settings, logics);
            acceptor.loop.execute(acceptor::begin);
            return acceptor;
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
            if (acceptor != null) {
                acceptor.spare.close();
            }
            throw Binder.explain(address, e);
        }
    }

    /** The address that is listened on, with the port that was chosen. Thread-safe. */
    public InetSocketAddress address() {
        return address;
    }

    /** Completes when the port is free again. Thread-safe. */
    public CompletionStage<Void> closed() {
        return closed;
    }

    /** What listens at the moment; for tests, which take it away. Thread-safe. */
    ServerSocketChannel channel() {
        return channel;
    }

    /** The loop that accepts. */
    EventLoop loop() {
        return loop;
    }

    private void begin() {
        try {
            key = loop.register(channel, SelectionKey.OP_ACCEPT, this);
            lookIn(LOOK_INTERVAL);
        } catch (IOException e) {
            doClose();
        }
    }

    @Override
    public void onReady(SelectionKey ready) throws IOException {
        acceptBatch();
    }

    private void acceptBatch() throws IOException {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            SocketChannel accepted = channel.accept();
            if (accepted == null) {
                return;
            }
            outage.accepted();
            admit(accepted);
        }
    }

    private void admit(SocketChannel accepted) {
        AcceptGate gate = settings.gate();
        if (gate == null) {
            handOver(accepted, () -> {});
            return;
        }
        boolean handshake = settings.tls() != null;
        InetSocketAddress remote = remoteOf(accepted);
        if (remote != null && gate.tryEnter(remote, handshake)) {
            handOver(accepted, () -> gate.left(remote, handshake));
        } else {
            closeQuietly(accepted); // Nothing was read and nothing is queued: the peer sees an end in order.
        }
    }

    private static @Nullable InetSocketAddress remoteOf(SocketChannel accepted) {
        try {
            return (InetSocketAddress) accepted.getRemoteAddress();
        } catch (IOException e) {
            return null; // It was closed meanwhile.
        }
    }

    /** Gives a socket to its loop; {@code lost} runs if there will be no connection that could tell of its own end. */
    private void handOver(SocketChannel accepted, Runnable lost) {
        boolean taken = false;
        try {
            EventLoop target = runtime.nextLoop();
            taken = target.load().tryBring(() -> {
                if (ConnectionOpener.open(target, accepted, settings, logics) == null) {
                    lost.run();
                }
            });
        } finally {
            if (!taken) {
                closeQuietly(accepted);
                lost.run();
            }
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        if (state != State.ACCEPTING) {
            return;
        }
        if (channel.isOpen()) {
            backOff(failure);
        } else {
            lost();
        }
    }

    private void backOff(Throwable failure) {
        state = State.BACKING_OFF;
        long pause = outage.failed(loop.nanos());
        want(0);
        lookIn(pause);
        if (Binder.isOutOfDescriptors(failure) && spare.refuseOne(channel)) {
            outage.refusedOne();
        }
        if (outage.isNew()) {
            log.warn("listener={} event=accept-failed: trying again, at least once a second", address, failure);
        } else {
            log.debug("listener={} event=accept-failed pause={}ms", address, pause / 1_000_000, failure);
        }
    }

    private void onAlarm() {
        // First, so that an error in what follows costs one pause and not the listener.
        lookIn(LOOK_INTERVAL);
        // No switch: it would be compiled into a class of its own, which cannot be loaded while no file can be opened.
        if (state == State.ACCEPTING) {
            look();
        } else if (state == State.BACKING_OFF) {
            resume();
        } else if (state == State.REOPENING) {
            reopen();
        }
    }

    private void look() {
        if (!channel.isOpen() || key == null || !key.isValid()) {
            lost();
            return;
        }
        if (outage.isOn()) {
            log.info("listener={} event=accept-recovered {}", address, outage.end(loop.nanos()));
        }
        spare.refill();
    }

    private void resume() {
        // Together, and first: an error in what follows must not leave a listener that says so and does not accept.
        state = State.ACCEPTING;
        want(SelectionKey.OP_ACCEPT);
        spare.refill();
        try {
            // Without waiting for readiness: whether descriptors are back shows also where nobody connects.
            acceptBatch();
        } catch (IOException e) {
            onFailure(e);
        }
    }

    private void lost() {
        log.error("listener={} event=closed-unexpectedly: opening it again", address);
        closeQuietly(channel);
        state = State.REOPENING;
        lookIn(LOOK_INTERVAL);
        // A port is free only once the selector has let go of its channel.
        loop.afterNextSelect(this::reopen);
    }

    private void reopen() {
        if (state != State.REOPENING) {
            return; // Closed meanwhile.
        }
        try {
            ServerSocketChannel again = Binder.bind(address, settings.socket());
            channel = again;
            key = loop.register(again, SelectionKey.OP_ACCEPT, this);
            state = State.ACCEPTING;
            log.info("listener={} event=reopened", address);
        } catch (BindFailedException | IOException e) {
            closeQuietly(channel);
            log.debug("listener={} event=reopen-failed: trying again in 1 s", address, e);
        }
    }

    private void lookIn(long nanos) {
        loop.schedule(alarm, loop.nanos() + nanos);
    }

    private void want(int ops) {
        if (key != null && key.isValid()) {
            key.interestOps(ops);
        }
    }

    /**
     * Stops accepting and frees the port; open connections live on, those that are not open yet are closed. Returns at once;
     * thread-safe.
     */
    @Override
    public void close() {
        loop.tryExecute(this::doClose); // An ended loop has closed it.
    }

    @Override
    public void onLoopEnding() {
        doClose();
    }

    private void doClose() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        loop.cancel(alarm);
        spare.close();
        closeQuietly(channel);
        closeHandshakes();
        loop.afterNextSelect(() -> closed.complete(null));
    }

    /** Nobody else knows of them yet: they would outlive this listener, and who waits for the end of its connections. */
    private void closeHandshakes() {
        if (settings.tls() != null) {
            // Behind every socket that was handed over: tasks of one thread run in order.
            runtime.loops()
                    .forEach(each -> each.tryExecute(() -> each.connections().forEach(this::closeIfHandshaking)));
        }
    }

    @SuppressWarnings("ReferenceEquality") // Another listener may have equal settings, and none has this object.
    private void closeIfHandshaking(TcpConnection connection) {
        if (connection.settings() == settings && connection.state() == ConnectionState.HANDSHAKING) {
            connection.close(NOT_OPEN_IN_TIME);
        }
    }

    static void closeQuietly(@Nullable AutoCloseable closeable) {
        if (closeable != null) {
            try {
                closeable.close();
            } catch (Exception e) {
                log.debug("event=close-failed", e);
            }
        }
    }

    @Override
    public String toString() {
        return "listener " + address;
    }

    /** Ends a pause, and asks now and then whether all is well. */
    private final class Alarm extends Deadline {
        @Override
        protected void onDeadline() {
            if (state != State.CLOSED) {
                onAlarm();
            }
        }

        @Override
        protected void onLoopEnded() {
            doClose();
        }
    }
}
