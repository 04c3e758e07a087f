package io.trunkline.server.internal;

import io.trunkline.server.internal.broker.Broker;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.TcpConnection;
import io.trunkline.transport.internal.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a server in order: nothing new, finish what runs, close, and free the threads.
 *
 * <pre>{@code
 * 1 listeners closed ─▶ 2 peers told ─▶ 3 new requests refused, running ones finish ─▶ 4 answers flushed, FIN ─▶ 5 closed
 *                                        │  frame handlers take what was read ─────────▶ 4 for each by itself
 *                                        └─ grace over: answered SHUTTING_DOWN, executed maybe ─▶ 4
 * }</pre>
 *
 * <p>Runs once, on a thread of its own that may block. {@link #hurry} makes every wait end at once.
 */
public final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    /** What the last answers get to leave after the grace: a linger of 1 s, and the loop's own time. */
    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final CloseReason SHUTDOWN =
            CloseReason.of(CloseReason.Kind.SHUTDOWN, "the server is shutting down");
    private static final CloseReason CUT = CloseReason.of(CloseReason.Kind.SHUTDOWN, "the grace period is over");

    private final List<Listener> listeners;
    private final OpenConnections connections;
    private final Broker broker;
    private final Ticker ticker;
    private final CompletableFuture<Void> hurry = new CompletableFuture<>();

    /**
     * Describes what is to end.
     *
     * @param listeners to close first
     * @param connections to close last
     * @param broker whose requests are finished
     * @param runtime whose clock counts
     */
    public Drain(List<Listener> listeners, OpenConnections connections, Broker broker, RuntimeCore runtime) {
        this.listeners = listeners;
        this.connections = connections;
        this.broker = broker;
        this.ticker = runtime.ticker();
    }

    /**
     * How it went.
     *
     * @param connections open when it began
     * @param cutConnections closed by force
     * @param cutRequests accepted and not finished
     */
    public record Outcome(int connections, int cutConnections, int cutRequests) {}

    /** Ends every wait of {@link #run} now. Thread-safe. */
    public void hurry() {
        hurry.complete(null);
    }

    /**
     * Drains, and returns when every connection is closed.
     *
     * @param graceNanos what the running requests get
     * @return how it went
     */
    public Outcome run(long graceNanos) {
        long deadline = ticker.nanos() + graceNanos;
        listeners.forEach(listener -> await(listener.close().toCompletableFuture(), FLUSH_NANOS));
        connections.refuseMore();
        Collection<TcpConnection> open = connections.all();
        connections.drain(Duration.ofNanos(graceNanos), SHUTDOWN);
        broker.beginDrain(TimeUnit.NANOSECONDS.toMillis(graceNanos));
        await(broker.idle(), deadline - ticker.nanos());
        int cutRequests = broker.cutRequests();
        broker.closeAfterWrites(SHUTDOWN);
        await(closed(open), deadline - ticker.nanos());
        broker.leave();
        return new Outcome(open.size(), cut(), cutRequests);
    }

    private static CompletableFuture<?> closed(Collection<TcpConnection> connections) {
        return CompletableFuture.allOf(connections.stream()
                .map(connection -> connection.closed().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Lets queued bytes leave where the grace was too short, then cuts what is left; counts those. */
    private int cut() {
        Collection<TcpConnection> late = connections.all();
        late.forEach(connection -> connection.closeAfterWrites(SHUTDOWN));
        await(closed(late), FLUSH_NANOS);
        Collection<TcpConnection> left = connections.all();
        left.forEach(connection -> connection.close(CUT));
        awaitClosed(closed(left));
        return left.size();
    }

    private void await(CompletableFuture<?> end, long nanos) {
        awaitAny(CompletableFuture.anyOf(end, hurry), nanos);
    }

    /** A closed connection ends within a turn of its loop; nothing shortens that. */
    private static void awaitClosed(CompletableFuture<?> end) {
        awaitAny(end, FLUSH_NANOS);
    }

    private static void awaitAny(CompletableFuture<?> end, long nanos) {
        try {
            end.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.debug("event=drain-wait-over");
        } catch (ExecutionException e) {
            LOG.error("a part of the server failed to end", e.getCause());
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a runtime that is being closed under it: go on without waiting.
            LOG.debug("event=drain-interrupted");
        }
    }
}
