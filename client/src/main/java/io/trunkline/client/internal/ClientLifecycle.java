package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.client.ClientState;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Moves a client from its first connection to its end, and cleans up behind it.
 *
 * <pre>{@code
 * CONNECTING ──ready──▶ READY ──drain──▶ DRAINING ──answers in, output flushed──▶ CLOSED ──events received──▶ released
 *      │                  │                 │ 30 s                                  ▲         or 30 s
 *      └──────────────────┴─────────────────┴── closeNow, connection lost ──────────┘
 * }</pre>
 *
 * <p>Thread-safe. The state moves by compare-and-set; released means that the client's share of the threads is given back.
 */
final class ClientLifecycle {
    /** As long as a server drains, too. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(30);

    private static final CloseReason CLOSED_HERE = CloseReason.of(CloseReason.Kind.LOCAL, "the client was closed");

    private final SubscriptionRegistry subscriptions;
    private final ClientThreads threads;
    private final AtomicReference<ClientState> state = new AtomicReference<>(ClientState.CONNECTING);
    private final AtomicBoolean releasing = new AtomicBoolean();
    private final CompletableFuture<Void> received = new CompletableFuture<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile @Nullable BrokerSession session;
    private volatile @Nullable Thread releaser;

    ClientLifecycle(SubscriptionRegistry subscriptions, ClientThreads threads) {
        this.subscriptions = subscriptions;
        this.threads = threads;
        onReceived(this::release);
    }

    private void onReceived(Runnable action) {
        CompletionStage<Void> stage = received;
        stage.whenComplete((done, never) -> action.run());
    }

    ClientState state() {
        return Objects.requireNonNull(state.get(), "never unset");
    }

    /** The session to use now; throws if the client takes no calls. */
    BrokerSession session() {
        BrokerSession current = session;
        ClientState now = state();
        if (current != null && now == ClientState.READY) {
            return current;
        }
        if (current == null || now == ClientState.CONNECTING) {
            throw new ClosedException("the client is not connected", Delivery.NOT_SENT);
        }
        throw current.line().refusal();
    }

    /** Takes a session into use. */
    void ready(BrokerSession ready) {
        session = ready;
        state.compareAndSet(ClientState.CONNECTING, ClientState.READY);
    }

    /** Refuses new calls and closes when what is in flight is done; does nothing unless the client is ready. */
    void drain() {
        BrokerSession current = session;
        if (current == null || !state.compareAndSet(ClientState.READY, ClientState.DRAINING)) {
            return;
        }
        current.line().closing();
        giveUpAfterGrace(current);
        current.calls().refuse();
        current.calls().onIdle(() -> current.connection().closeAfterWrites(CLOSED_HERE));
    }

    private void giveUpAfterGrace(BrokerSession current) {
        EventLoop loop = current.connection().loop();
        Deadline grace = new Grace();
        loop.schedule(grace, loop.nanos() + GRACE);
        onReceived(() -> loop.cancel(grace));
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
            subscriptions.discard();
            received.complete(null);
        }
    }

    /** Closes the connection, if there is one, and waits for nothing. */
    void closeNow() {
        state.set(ClientState.CLOSED);
        subscriptions.end(() -> new ClosedException("the client is closed", Delivery.NOT_SENT));
        subscriptions.discard();
        BrokerSession current = session;
        if (current == null) {
            received.complete(null);
        } else {
            current.line().closing();
            current.connection().close(CLOSED_HERE);
            current.connection().closed().whenComplete((reason, never) -> received.complete(null));
        }
    }

    /** Ends the connection, because a receiver was too slow and its user wanted that. */
    void overflowed(String pattern) {
        BrokerSession current = session;
        if (current != null) {
            current.connection()
                    .close(CloseReason.of(
                            CloseReason.Kind.INTERNAL, "the buffer of subscription '" + pattern + "' is full"));
        }
    }

    /** The connection is gone; what it has brought is still received. */
    void ended(BrokerSession last) {
        ClientState before = state.getAndSet(ClientState.CLOSED);
        if (before == ClientState.CLOSED) {
            return;
        }
        if (before != ClientState.DRAINING) {
            giveUpAfterGrace(last);
        }
        subscriptions.end(() -> last.line().refusal());
        // The connection may still be showing its last frame to the peer, on threads that are ours to keep until then.
        subscriptions.finish().thenAcceptBoth(last.connection().closed(), (done, reason) -> received.complete(null));
    }

    /** On a thread of its own: the runtime's last user waits for its threads, and one of them must not wait for itself. */
    private void release() {
        if (releasing.compareAndSet(false, true)) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            threads.release();
                        } finally {
                            released.countDown();
                        }
                    },
                    "trunkline-release");
            thread.setDaemon(true);
            releaser = thread;
            thread.start();
        }
    }

    /** Waits until the client's share of the threads has been given back. */
    void awaitReleased() throws InterruptedException {
        released.await();
        Thread last = releaser;
        if (last != null) {
            last.join();
        }
    }
}
