package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.TrunklineException;
import io.trunkline.client.ClientState;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves a client from its first connection to its end, through as many connections as it takes.
 *
 * <pre>{@code
 * CONNECTING ──up──▶ READY ──drain──▶ DRAINING ──answers in, output flushed──▶ CLOSED ──events received──▶ released
 *      │            ▲    │ down          │ 30 s                                  ▲         or 30 s
 *      │         up │    ▼               └───────────────────────────────────────┤
 *      │          RECONNECTING ──────────────────────────────────────────────────┤
 *      └───────────────────────────── close, closeNow, gave up ──────────────────┘
 * }</pre>
 *
 * <p>The state is the first connection's: others come and go without it. Thread-safe. The state moves under the
 * lock of {@link ClientWatch}, always in {@link #move}; released means that the client's share of the threads is given back.
 */
final class ClientLifecycle implements Link.Owner {
    /** As long as a server drains, too. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(30);

    private static final CloseReason CLOSED_HERE = CloseReason.of(CloseReason.Kind.LOCAL, "the client was closed");

    private static final Set<ClientState> UNCONNECTED = EnumSet.of(ClientState.CONNECTING, ClientState.RECONNECTING);

    private static final Set<ClientState> UNENDED = EnumSet.complementOf(EnumSet.of(ClientState.CLOSED));

    private static final Set<ClientState> UNCLOSED =
            EnumSet.complementOf(EnumSet.of(ClientState.DRAINING, ClientState.CLOSED));

    private final ClientParts parts;
    private final ClientLinks links;
    private final Gate gate;
    private final AtomicReference<ClientState> state = new AtomicReference<>(ClientState.CONNECTING);
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final Release release;
    private final ClientFigures figures = new ClientFigures();
    private volatile @Nullable RuntimeException lastFailure;

    /** Whether somebody is thrown what is wrong with the first attempt: then nobody else is told. */
    private volatile boolean awaited;

    ClientLifecycle(ClientParts parts, ClientLinks.Parts linkParts) {
        this.parts = parts;
        this.gate = parts.gate();
        this.release = new Release(parts.threads());
        this.links = new ClientLinks(linkParts, this);
    }

    ClientState state() {
        return Objects.requireNonNull(state.get(), "never unset");
    }

    ClientLinks links() {
        return links;
    }

    /** Begins to connect. */
    void start() {
        links.primary().start();
    }

    /** Begins to connect for a caller who waits: completes with the first connection, or fails with the first attempt. */
    CompletableFuture<Void> connect() {
        awaited = true;
        start();
        return first;
    }

    /** Words what a call gets that does not want to wait; nothing of it was sent. */
    TrunklineException notConnected() {
        RuntimeException why = lastFailure;
        String text = why == null ? "the first connection is being made" : String.valueOf(why.getMessage());
        return new ConnectionLostException(
                parts.name(),
                CloseReason.of(CloseReason.Kind.LOST, "there is no connection at the moment: " + text),
                Delivery.NOT_SENT);
    }

    private boolean move(Set<ClientState> from, ClientState to) {
        return parts.watch().move(state, from, to);
    }

    @Override
    public void restore(Link link, BrokerSession session, Runnable restored) {
        if (link.isPrimary()) {
            parts.restore(session, restored);
        } else {
            restored.run();
        }
    }

    ClientFigures figures() {
        return figures;
    }

    @Override
    public void up(Link link, BrokerSession session) {
        figures.up();
        if (isClosing()) {
            session.line().closing();
            session.connection().close(CLOSED_HERE);
            return;
        }
        if (!link.isPrimary()) {
            return;
        }
        parts.watch().connected(session.line().peer());
        gate.open(session); // Before the state says so: who sees it finds the connection.
        move(UNCONNECTED, ClientState.READY);
        first.complete(null);
        links.startOthers();
    }

    private boolean isClosing() {
        return state() == ClientState.CLOSED || gate.refusal() != null; // The gate closes before the state says so.
    }

    @Override
    public void down(Link link, RuntimeException why) {
        if (link.isPrimary()) {
            lastFailure = why;
            gate.shut();
            move(EnumSet.of(ClientState.READY), ClientState.RECONNECTING);
        }
    }

    @Override
    public void resting(Link link, int attempt, Duration delay, RuntimeException why) {
        if (link.isPrimary()) {
            lastFailure = why;
            boolean thrown = first.completeExceptionally(why) && awaited;
            if (!thrown) {
                parts.watch().retry(attempt, delay, why);
            }
        }
    }

    @Override
    public void gaveUp(Link link, int attempts, RuntimeException why) {
        if (link.isPrimary()) {
            boolean thrown = first.completeExceptionally(why) && awaited;
            if (!thrown) {
                parts.watch().gaveUp(attempts, why);
            }
            finish(() -> afterwards(why));
        }
    }

    /** What a call gets that comes after the end; each an error of its own. */
    private TrunklineException afterwards(RuntimeException why) {
        return why instanceof ConnectionLostException lost
                ? lost.withDelivery(Delivery.NOT_SENT)
                : new ClosedException(
                        "the client of " + parts.name() + " is closed: " + why.getMessage(), Delivery.NOT_SENT);
    }

    @Override
    public void ended(Link link, BrokerSession session) {
        figures.ended(session);
        if (state() == ClientState.DRAINING && links.sessions().isEmpty()) {
            finish(this::closedHere);
        }
    }

    private TrunklineException closedHere() {
        return new ClosedException("the client of " + parts.name() + " is closed", Delivery.NOT_SENT);
    }

    /** Refuses new calls and closes when what is in flight is done; has no effect on a client that is closing. */
    void drain() {
        takeNoMore(this::closedHere);
        if (!move(UNCLOSED, ClientState.DRAINING)) {
            return;
        }
        gate.refuseWaiting();
        giveUpAfterGrace();
        List<BrokerSession> up = links.sessions();
        up.forEach(ClientLifecycle::drain);
        if (up.isEmpty()) {
            finish(this::closedHere); // Nothing is in flight.
        }
    }

    /** Refuses what is new, before the state says so: a call that follows the sight of the state is refused for certain. */
    private void takeNoMore(Supplier<TrunklineException> why) {
        links.stop();
        gate.close(why);
        links.sessions().forEach(ClientLifecycle::refuse);
    }

    private static void refuse(BrokerSession session) {
        session.line().closing();
        session.calls().refuse();
    }

    private static void drain(BrokerSession session) {
        refuse(session); // It may have come up since.
        session.calls()
                .onIdle(() -> session.serving().drain(() -> session.connection().closeAfterWrites(CLOSED_HERE)));
    }

    private void giveUpAfterGrace() {
        EventLoop loop = links.primary().loop();
        Deadline grace = new Grace();
        loop.schedule(grace, loop.nanos() + GRACE);
        release.onReceived(() -> loop.cancel(grace));
    }

    /** Ends what does not end by itself. */
    private final class Grace extends Deadline {
        @Override
        protected void onDeadline() {
            closeNow();
        }

        /** The threads end under the client: what its receivers have not seen by now they may never see. */
        @Override
        protected void onLoopEnded() {
            parts.subscriptions().discard();
            release.received();
        }
    }

    /** Closes every connection, and waits for nothing. */
    void closeNow() {
        takeNoMore(this::closedHere);
        move(UNENDED, ClientState.CLOSED);
        refuse(this::closedHere);
        parts.subscriptions().discard();
        links.close(CLOSED_HERE);
        links.closed().whenComplete((done, never) -> release.received());
    }

    private void refuse(Supplier<TrunklineException> why) {
        first.completeExceptionally(why.get());
        gate.refuseWaiting();
        parts.end(why::get);
    }

    /** The last connection is gone, or there is none; what was received is still handed over. */
    private void finish(Supplier<TrunklineException> why) {
        takeNoMore(why);
        if (!move(UNENDED, ClientState.CLOSED)) {
            return;
        }
        giveUpAfterGrace();
        refuse(why);
        links.close(CLOSED_HERE);
        // A connection may still be showing its last frame to the peer, on threads that are ours to keep until then.
        parts.subscriptions().finish().thenAcceptBoth(links.closed(), (done, gone) -> release.received());
    }

    /** Ends the connection, because a receiver was too slow and its user wanted that. */
    void overflowed(String pattern) {
        BrokerSession current = links.primary().session();
        if (current != null) {
            current.connection()
                    .close(CloseReason.of(
                            CloseReason.Kind.INTERNAL, "the buffer of subscription '" + pattern + "' is full"));
        }
    }

    /** Waits until the client's share of the threads has been given back. */
    void awaitReleased() throws InterruptedException {
        release.await();
    }
}
