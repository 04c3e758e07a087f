package io.trunkline.transport.internal;

import io.trunkline.transport.BindFailedException;
import io.trunkline.transport.PortInUseException;
import io.trunkline.transport.SocketOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
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
 * Listens on one address and hands each accepted socket to a loop, in turn.
 *
 * <pre>{@code
 * ACCEPTING ──accept failed──▶ BACKING_OFF (10 ms, doubling to 1 s) ──▶ ACCEPTING
 *     └────────── close, or the loop ends ──────────┴──▶ CLOSED
 * }</pre>
 *
 * <p>A failed accept, for want of file descriptors say, costs waiting time and never the listener. Loop-confined, except
 * {@link #bind}, {@link #close} and the accessors.
 */
public final class Acceptor implements Selectable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

    /** Connections per turn: a burst of them must not keep the loop from those it has. */
    private static final int ACCEPTS_PER_TURN = 64;

    private static final long MIN_BACKOFF = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MAX_BACKOFF = TimeUnit.SECONDS.toNanos(1);

    private final RuntimeCore runtime;
    private final EventLoop loop;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final ConnectionSettings settings;
    private final Supplier<? extends ConnectionLogic> logics;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private @Nullable SelectionKey key;
    private long backoff = MIN_BACKOFF;

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
        this.settings = settings;
        this.logics = logics;
    }

    /**
     * Opens a listener; when this returns, connects succeed.
     *
     * @param address where; port 0 chooses a free one
     * @param backlog how many connections may wait to be accepted
     * @param logics makes the logic of each connection, on that connection's loop
     * @throws PortInUseException if something listens there already
     * @throws BindFailedException for every other reason
     */
    public static Acceptor bind(
            RuntimeCore runtime,
            InetSocketAddress address,
            int backlog,
            ConnectionSettings settings,
            Supplier<? extends ConnectionLogic> logics) {
        if (address.isUnresolved()) {
            throw new BindFailedException(address, "the name cannot be resolved", null);
        }
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            configure(channel, settings.socket());
            channel.bind(address, backlog);
            Acceptor acceptor = new Acceptor(runtime, channel, settings, logics);
            acceptor.loop.execute(acceptor::register);
            return acceptor;
        } catch (BindException e) {
            closeQuietly(channel);
            throw isInUse(e) ? new PortInUseException(address, e) : failed(address, e);
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
            throw failed(address, e);
        }
    }

    /** BindException also stands for an address that is not this machine's, and for a privileged port. */
    private static boolean isInUse(BindException e) {
        String message = e.getMessage();
        return message != null && message.contains("in use");
    }

    private static BindFailedException failed(InetSocketAddress address, Exception e) {
        return new BindFailedException(address, String.valueOf(e.getMessage()), e);
    }

    private static void configure(ServerSocketChannel channel, SocketOptions options) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (options.reusePort()) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        if (options.receiveBuffer().isPresent()) {
            // On the listener: the window scale is agreed in the handshake, before there is a channel to set it on.
            channel.setOption(
                    StandardSocketOptions.SO_RCVBUF, options.receiveBuffer().getAsInt());
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

    private void register() {
        try {
            key = loop.register(channel, SelectionKey.OP_ACCEPT, this);
        } catch (IOException e) {
            closeChannel();
        }
    }

    @Override
    public void onReady(SelectionKey ready) throws IOException {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            SocketChannel accepted = channel.accept();
            if (accepted == null) {
                return;
            }
            backoff = MIN_BACKOFF;
            EventLoop target = runtime.nextLoop();
            if (!target.tryExecute(() -> ConnectionOpener.open(target, accepted, settings, logics))) {
                closeQuietly(accepted);
            }
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        log.warn("listener={} event=accept-failed backoff={}ms", address, backoff / 1_000_000, failure);
        want(0);
        loop.schedule(backoff, () -> want(SelectionKey.OP_ACCEPT));
        backoff = Math.min(backoff * 2, MAX_BACKOFF);
    }

    private void want(int ops) {
        if (key != null && key.isValid()) {
            key.interestOps(ops);
        }
    }

    /** Stops accepting and frees the port; connections live on. Returns at once; thread-safe. */
    @Override
    public void close() {
        loop.tryExecute(this::closeChannel); // An ended loop has closed it.
    }

    @Override
    public void onLoopEnding() {
        closeChannel();
    }

    private void closeChannel() {
        closeQuietly(channel);
        loop.afterNextSelect(() -> closed.complete(null));
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
}
