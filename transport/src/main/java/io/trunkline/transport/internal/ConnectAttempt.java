package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.TlsException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connect: from a name to an open connection, or to an error that names every address that was tried.
 *
 * <pre>{@code
 * RESOLVING ──▶ RACING: one address more when its predecessor fails, or has had its head start of 250 ms
 *     │            │ first to connect: the others are closed        │ all have failed
 *     │            ▼                                                │
 *     │         OPENING: TLS, where there is any ──agreed──▶ DONE   │
 *     │            │ refused, or not what was expected              ▼
 *     └────────────┴──── timeout of the whole ─────────────────▶ FAILED
 * }</pre>
 *
 * <p>The race is Happy Eyeballs (RFC 8305). Loop-confined, except {@link #start}, {@link #resolved} and {@link #fail}. Itself
 * the deadline of the whole.
 */
final class ConnectAttempt extends Deadline implements Dial.Listener, OpenListener {
    /** What RFC 8305 recommends: longer than most handshakes, shorter than people's patience. */
    static final long HEAD_START = TimeUnit.MILLISECONDS.toNanos(250);
    /** Sockets open at once; beyond, the one that has been silent longest gives way. */
    static final int MAX_RACING = 8;

    private final EventLoop loop;
    private final Endpoint endpoint;
    private final long timeoutNanos;
    private final long deadline;
    private final Plan plan;
    private final CompletableFuture<TcpConnection> result = new CompletableFuture<>();
    private final Map<InetSocketAddress, Throwable> tried = new LinkedHashMap<>();
    private final Queue<InetSocketAddress> left = new ArrayDeque<>();
    private final List<Dial> racing = new ArrayList<>();
    private final Deadline headStart = new HeadStart();
    private boolean resolved;
    private @Nullable TcpConnection opening;

    /** What the connection is made with, and how. */
    record Plan(ConnectionSettings settings, Supplier<? extends ConnectionLogic> logic, Dial.Dialer dialer) {}

    ConnectAttempt(EventLoop loop, Endpoint endpoint, long timeoutNanos, Plan plan) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.timeoutNanos = timeoutNanos;
        this.deadline = loop.nanos() + timeoutNanos;
        this.plan = plan;
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
        stopRacing();
        if (opening != null) {
            opening.close();
        }
    }

    private void stopRacing() {
        loop.cancel(headStart);
        left.clear();
        racing.forEach(Dial::abandon);
        racing.clear();
    }

    /** Called with the addresses of the name. Thread-safe. */
    void resolved(List<InetSocketAddress> addresses) {
        if (!loop.tryExecute(() -> begin(addresses))) {
            onLoopEnded();
        }
    }

    private void begin(List<InetSocketAddress> addresses) {
        if (!result.isDone()) {
            resolved = true;
            left.addAll(AddressOrder.interleaved(addresses));
            dialNext();
        }
    }

    /** Dials until one is under way, and gives it its head start; fails if none is left. */
    private void dialNext() {
        loop.cancel(headStart);
        while (!result.isDone()) {
            InetSocketAddress next = left.poll();
            if (next == null) {
                failIfNoneIsRacing();
                return;
            }
            if (tryDial(next)) {
                giveHeadStart();
                return;
            }
        }
    }

    private void failIfNoneIsRacing() {
        if (racing.isEmpty()) {
            fail("no address answered", lastFailure());
        }
    }

    private boolean tryDial(InetSocketAddress address) {
        tried.put(address, new SocketTimeoutException("no answer so far"));
        if (racing.size() == MAX_RACING) {
            Dial oldest = racing.remove(0);
            oldest.abandon();
            tried.put(oldest.address(), new SocketTimeoutException("no answer before it gave way to other addresses"));
        }
        try {
            racing.add(plan.dialer().dial(address, this));
            return true;
        } catch (IOException | RuntimeException e) {
            tried.put(address, e);
            return false;
        }
    }

    private void giveHeadStart() {
        if (!left.isEmpty()) {
            long now = loop.nanos();
            // Where 250 ms each would outlast the timeout, every address still gets its turn.
            long share = (deadline - now) / (left.size() + 1);
            loop.schedule(headStart, now + Math.min(HEAD_START, share));
        }
    }

    @Override
    public void failed(Dial dial, Throwable why) {
        if (racing.remove(dial)) {
            lost(dial, why);
        }
    }

    private void lost(Dial dial, Throwable why) {
        tried.put(dial.address(), why);
        dialNext();
    }

    @Override
    public void connected(Dial dial) {
        if (!racing.remove(dial) || result.isDone()) {
            dial.abandon();
            return;
        }
        try {
            open(dial);
        } catch (IOException e) {
            dial.abandon();
            lost(dial, e); // The peer has gone already: the race goes on.
        } catch (RuntimeException | Error e) {
            dial.abandon();
            fail("the connection could not be set up", e);
        }
    }

    private void open(Dial dial) throws IOException {
        SocketIo io = ConnectionOpener.secured(loop, dial.io(), plan.settings(), endpoint.host());
        TcpConnection connection =
                new TcpConnection(loop, io, plan.settings(), plan.logic().get());
        dial.handOver(connection);
        stopRacing();
        opening = connection;
        connection.open(this);
    }

    @Override
    public void onOpened(TcpConnection connection) {
        loop.cancel(this);
        if (!result.complete(connection)) {
            connection.close();
        }
    }

    /** The handshake has failed, and would with any other address: certificates belong to the name. */
    @Override
    public void onFailed(CloseReason reason) {
        Throwable cause = reason.cause().orElse(null);
        String why = cause == null ? "" : ": " + cause.getMessage(); // The alert's name, or what the peer looks like.
        result.completeExceptionally(
                new TlsException("No connection to " + endpoint + ": " + reason.text() + why, cause));
    }

    @Override
    protected void onDeadline() {
        long millis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos);
        if (opening != null) {
            fail("connected, but the TLS handshake did not end within " + millis + " ms", null);
            return;
        }
        if (!resolved) {
            fail("the name was not resolved within " + millis + " ms", null);
            return;
        }
        for (Dial dial : racing) {
            tried.put(dial.address(), new SocketTimeoutException("no answer"));
        }
        fail("no address answered within " + millis + " ms", lastFailure());
    }

    private Throwable lastFailure() {
        Throwable last = new ConnectException("the name has no address");
        for (Throwable each : tried.values()) {
            last = each;
        }
        return last;
    }

    /** Fails the whole connect. Thread-safe before {@link #resolved}, the loop's after it. */
    void fail(String problem, @Nullable Throwable cause) {
        result.completeExceptionally(new ConnectFailedException(endpoint, problem, tried, cause));
    }

    @Override
    protected void onLoopEnded() {
        fail("the runtime was closed", null);
    }

    /** Lets the next address join the race. */
    private final class HeadStart extends Deadline {
        @Override
        protected void onDeadline() {
            dialNext();
        }
    }
}
