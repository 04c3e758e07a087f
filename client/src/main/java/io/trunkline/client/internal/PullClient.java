package io.trunkline.client.internal;

import io.trunkline.client.FrameClient;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.Blocking;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The frame client that users hold: sends through the connection, receives from the inbox.
 *
 * <p>Thread-safe.
 */
final class PullClient<F> implements FrameClient<F> {
    /** A peer that takes a byte now and then is no write stall; as long as the other client drains, and then no more. */
    private static final long GRACE_SECONDS = 30;

    private final FrameInbox<F> inbox;
    private final ClientThreads threads;

    PullClient(FrameInbox<F> inbox, ClientThreads threads) {
        this.inbox = inbox;
        this.threads = threads;
    }

    @Override
    public void send(F frame) {
        inbox.connection().send(frame);
    }

    @Override
    public @Nullable F receive(Duration timeout) {
        if (Blocking.isOnLoop()) {
            throw new IllegalStateException(
                    "receive() would block " + Thread.currentThread().getName() + "; receive on another thread");
        }
        return inbox.receive(timeout);
    }

    @Override
    public void close() {
        FrameConnection<F> connection = inbox.connection();
        connection.closeAfterWrites();
        if (Blocking.isOnLoop()) {
            connection
                    .closed()
                    .whenComplete((reason, never) -> new Thread(threads::release, "trunkline-release").start());
            return;
        }
        try {
            awaitClosed(connection);
        } catch (InterruptedException e) {
            connection.close();
            Thread.currentThread().interrupt();
        }
        threads.release();
    }

    private static void awaitClosed(FrameConnection<?> connection) throws InterruptedException {
        try {
            connection.closed().toCompletableFuture().get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            connection.close();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a connection's end never fails", e);
        }
    }

    @Override
    public String toString() {
        return "FrameClient[" + inbox.connection().id() + "]";
    }
}
