package io.trunkline.transport.internal;

import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connect: from a name to an open connection, or to an error that names every address.
 *
 * <pre>{@code
 * RESOLVING ──▶ CONNECTING to the first address ──refused, or its share of the time is over──▶ the next one
 *     │               │ connected                                                              │ none left
 *     └──timeout──▶ FAILED ◀────────────────────────────────────────────────────────────────────┘
 *                     DONE
 * }</pre>
 *
 * <p>Loop-confined, except {@link #start}, {@link #resolved} and {@link #fail}. Its own deadline: of the name first, then of
 * each address.
 */
final class ConnectAttempt extends Deadline implements Selectable {
    private final EventLoop loop;
    private final Endpoint endpoint;
    private final long timeoutNanos;
    private final long deadline;
    private final ConnectionSettings settings;
    private final Supplier<? extends ConnectionLogic> logic;
    private final CompletableFuture<TcpConnection> result = new CompletableFuture<>();
    private final Map<InetSocketAddress, Throwable> failures = new LinkedHashMap<>();
    private final Queue<InetSocketAddress> left = new ArrayDeque<>();
    private @Nullable InetSocketAddress current;
    private @Nullable SocketChannel channel;

    ConnectAttempt(
            EventLoop loop,
            Endpoint endpoint,
            long timeoutNanos,
            ConnectionSettings settings,
            Supplier<? extends ConnectionLogic> logic) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.timeoutNanos = timeoutNanos;
        this.deadline = loop.nanos() + timeoutNanos;
        this.settings = settings;
        this.logic = logic;
    }

    CompletableFuture<TcpConnection> result() {
        return result;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The stage cannot fail: giving up does not throw.
    void start() {
        loop.schedule(this, deadline);
        // Also when the caller cancels: what is under way is given up then.
        result.whenComplete((connection, failure) -> {
            if (failure != null) {
                loop.tryExecute(this::giveUp);
            }
        });
    }

    private void giveUp() {
        loop.cancel(this);
        left.clear();
        Acceptor.closeQuietly(channel);
        channel = null;
    }

    /** Called with the addresses of the name. Thread-safe. */
    void resolved(List<InetSocketAddress> addresses) {
        if (!loop.tryExecute(() -> begin(addresses))) {
            onLoopEnded();
        }
    }

    private void begin(List<InetSocketAddress> addresses) {
        if (!result.isDone()) {
            left.addAll(addresses);
            tryNext();
        }
    }

    private void tryNext() {
        InetSocketAddress next = left.poll();
        if (next == null) {
            fail("no address answered", last());
            return;
        }
        current = next;
        loop.schedule(this, loop.nanos() + (deadline - loop.nanos()) / (left.size() + 1));
        try {
            connect(next);
        } catch (IOException | RuntimeException e) {
            onFailure(e);
        }
    }

    private void connect(InetSocketAddress address) throws IOException {
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        ConnectionOpener.configure(opened, settings.socket());
        if (opened.connect(address)) {
            connected(opened, loop.register(opened, 0, this));
        } else {
            loop.register(opened, SelectionKey.OP_CONNECT, this);
        }
    }

    @Override
    public void onReady(SelectionKey key) throws IOException {
        SocketChannel connecting = (SocketChannel) key.channel();
        if (connecting.finishConnect()) {
            key.interestOps(0);
            connected(connecting, key);
        }
    }

    private void connected(SocketChannel opened, SelectionKey key) throws IOException {
        if (opened.getLocalAddress().equals(opened.getRemoteAddress())) {
            // A free local port may be chosen as both ends: TCP then connects the socket to itself.
            throw new ConnectException("nothing listens there: the socket connected to itself");
        }
        loop.cancel(this);
        TcpConnection connection = new TcpConnection(loop, new ChannelIo(opened, key), settings, logic.get());
        channel = null; // It is the connection's now.
        key.attach(connection);
        connection.open();
        if (!result.complete(connection)) {
            connection.close();
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        if (current != null) {
            failures.put(current, failure);
        }
        Acceptor.closeQuietly(channel);
        channel = null;
        tryNext();
    }

    @Override
    protected void onDeadline() {
        if (current == null) {
            fail("the name was not resolved within " + timeoutNanos / 1_000_000 + " ms", null);
        } else {
            onFailure(new SocketTimeoutException("no answer in its share of " + timeoutNanos / 1_000_000 + " ms"));
        }
    }

    private Throwable last() {
        Throwable last = new ConnectException("the name has no address");
        for (Throwable each : failures.values()) {
            last = each;
        }
        return last;
    }

    /** Fails the whole connect. Thread-safe before {@link #resolved}, the loop's after it. */
    void fail(String problem, @Nullable Throwable cause) {
        result.completeExceptionally(new ConnectFailedException(endpoint, problem, failures, cause));
    }

    @Override
    protected void onLoopEnded() {
        fail("the runtime was closed", null);
    }

    @Override
    public void onLoopEnding() {
        giveUp();
        onLoopEnded();
    }
}
