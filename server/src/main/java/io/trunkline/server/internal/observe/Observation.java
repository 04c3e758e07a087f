package io.trunkline.server.internal.observe;

import io.trunkline.server.DrainReport;
import io.trunkline.server.Refusal;
import io.trunkline.server.ServerObserver;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import io.trunkline.transport.internal.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * What happens on a server and is no message that goes well: counted, logged at most so often, told to observers.
 *
 * <pre>{@code
 * loop, worker, shutdown ─▶ Observation ─┬▶ counters ─▶ ServerStats
 *                                        └▶ ObserverQueue per observer ─▶ worker ─▶ ServerObserver
 * }</pre>
 *
 * <p>Thread-safe; never blocks, never throws, and costs a look at an empty list where nobody observes.
 */
public final class Observation {
    private final List<ObserverQueue> queues;
    private final RefusalCounts refusals;
    private final LongAdder protocolErrors = new LongAdder();
    private final LongAdder handlerFailures = new LongAdder();
    private final StreamCounts streams = new StreamCounts();

    /**
     * Begins with every counter at zero.
     *
     * @param observers told of everything, perhaps none
     * @param workers where they are called
     * @param ticker spaces lines of the log
     */
    public Observation(List<ServerObserver> observers, Executor workers, Ticker ticker) {
        this.queues = observers.stream()
                .map(observer -> new ObserverQueue(observer, workers, ticker))
                .toList();
        this.refusals = new RefusalCounts(ticker);
    }

    /**
     * Counts, and tells nobody; for parts of a server that stand alone in tests.
     *
     * @return a new one
     */
    public static Observation silent() {
        return new Observation(List.of(), Runnable::run, Ticker.SYSTEM);
    }

    private void tell(Consumer<ServerObserver> event) {
        queues.forEach(queue -> queue.offer(event));
    }

    private boolean isObserved() {
        return !queues.isEmpty();
    }

    /**
     * A listener accepts.
     *
     * @param listener its name
     * @param address where it is bound
     */
    public void listening(String listener, InetSocketAddress address) {
        tell(observer -> observer.onListening(listener, address));
    }

    /**
     * A connection is open.
     *
     * @param connection as users see it
     */
    public void opened(Connection connection) {
        if (isObserved()) {
            tell(observer -> observer.onOpened(connection));
        }
    }

    /**
     * A connection that was open has closed.
     *
     * @param connection as users see it
     * @param reason why
     */
    public void closed(Connection connection, CloseReason reason) {
        if (reason.kind() == CloseReason.Kind.PROTOCOL) {
            protocolError(connection, reason.text());
        }
        if (isObserved()) {
            tell(observer -> observer.onClosed(connection, reason));
        }
    }

    /**
     * A connection or request was turned away.
     *
     * @param refusal whom, and why
     */
    public void refused(Refusal refusal) {
        refusals.count(refusal.reason(), () -> refusal);
        tell(observer -> observer.onRefused(refusal));
    }

    /**
     * A request was turned away: as often as there are requests in the worst case, so made into an object only if need be.
     *
     * @param reason its sort
     * @param remote whom it met
     * @param text one line, for people
     */
    public void refused(Refusal.Reason reason, InetSocketAddress remote, String text) {
        refusals.count(reason, () -> Refusal.of(reason, remote, text));
        if (isObserved()) {
            Refusal refusal = Refusal.of(reason, remote, text);
            tell(observer -> observer.onRefused(refusal));
        }
    }

    /**
     * A user's handler has failed; whoever calls this logs it.
     *
     * @param handler the route or listener
     * @param connectionId the peer's
     * @param failure what it threw
     */
    public void handlerFailed(String handler, String connectionId, Throwable failure) {
        handlerFailures.increment();
        tell(observer -> observer.onHandlerFailed(handler, connectionId, failure));
    }

    /**
     * A user's handler takes long; whoever calls this logs it.
     *
     * @param handler the route
     * @param connectionId the peer's
     * @param nanos so far
     */
    public void handlerSlow(String handler, String connectionId, long nanos) {
        tell(observer -> observer.onHandlerSlow(handler, connectionId, Duration.ofNanos(nanos)));
    }

    /**
     * Frames were dropped that the peer's queue has no room for.
     *
     * @param connection the peer's
     * @param frames how many
     */
    public void outboundDropped(Connection connection, long frames) {
        queues.forEach(queue -> queue.offerDrops(connection, frames));
    }

    /**
     * A peer has broken the protocol.
     *
     * @param connection the peer's
     * @param problem one line; nothing that the peer has sent
     */
    public void protocolError(Connection connection, String problem) {
        protocolErrors.increment();
        if (isObserved()) {
            tell(observer -> observer.onProtocolError(connection, problem));
        }
    }

    /**
     * Counts streams.
     *
     * @return live
     */
    public StreamCounts streams() {
        return streams;
    }

    /**
     * The server drains.
     *
     * @param grace what it allows
     */
    public void drainBegun(Duration grace) {
        tell(observer -> observer.onDrainBegun(grace));
    }

    /**
     * The server has drained. Waits until observers have been told of everything, for so long at most.
     *
     * @param report how it went
     * @param nanos the longest wait
     */
    public void drainEnded(DrainReport report, long nanos) {
        CountDownLatch told = new CountDownLatch(queues.size());
        for (ObserverQueue queue : queues) {
            queue.offerLast(observer -> observer.onDrainEnded(report));
            queue.offerLast(observer -> told.countDown());
            queue.runLeft();
        }
        try {
            boolean unused = told.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Counts refusals.
     *
     * @return by reason, those that have occurred
     */
    public Map<Refusal.Reason, Long> refusals() {
        return refusals.counts();
    }

    /**
     * Counts what peers did against the protocol.
     *
     * @return 0 or more
     */
    public long protocolErrors() {
        return protocolErrors.sum();
    }

    /**
     * Counts handlers that failed.
     *
     * @return 0 or more
     */
    public long handlerFailures() {
        return handlerFailures.sum();
    }

    /**
     * Counts events that observers missed since they were too far behind.
     *
     * @return 0 or more
     */
    public long eventsDropped() {
        return queues.stream().mapToLong(ObserverQueue::dropped).sum();
    }
}
