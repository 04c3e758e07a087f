package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.client.internal.supervise.Attempt;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.TcpConnection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach a broker, and the session that came of it.
 *
 * <pre>{@code
 * token ──▶ connect ──▶ greeting: initialize, login ──▶ restoring ──▶ opened ──▶ lost
 * worker     loop             └───────── any end, or the attempt's time is over: failed
 * }</pre>
 *
 * <p>Loop-confined, except the question for the token.
 */
final class Dialing implements BrokerSession.Owner {
    private final BrokerDialer dialer;
    private final Attempt<BrokerSession> attempt;

    /** Completes when the broker is ready, or the session ends before. */
    private final CompletableFuture<Void> greeted = new CompletableFuture<>();

    private @Nullable CompletableFuture<TcpConnection> connecting;
    private boolean unwanted;
    private boolean opened;

    Dialing(BrokerDialer dialer, Attempt<BrokerSession> attempt) {
        this.dialer = dialer;
        this.attempt = attempt;
    }

    void begin() {
        if (!dialer.tokens().areNeeded()) {
            connect(null);
            return;
        }
        try {
            dialer.workers().execute(this::askForToken);
        } catch (RejectedExecutionException e) {
            fail("no thread is free to ask for the token", e);
        }
    }

    private void askForToken() {
        try {
            String token = dialer.tokens().ask(attempt.endpoint());
            if (!dialer.loop().tryExecute(() -> connect(token))) {
                fail("the runtime was closed", null);
            }
        } catch (RuntimeException e) {
            attempt.failed(e);
        }
    }

    private void fail(String problem, @Nullable Throwable cause) {
        attempt.failed(new ConnectFailedException(attempt.endpoint(), problem, Map.of(), cause));
    }

    private void connect(@Nullable String token) {
        if (unwanted) {
            return;
        }
        long deadline = dialer.loop().nanos() + attempt.timeout().toNanos();
        CompletableFuture<TcpConnection> connection = dialer.connect(attempt, this, token);
        connecting = connection;
        CompletionStage<TcpConnection> stage = connection;
        stage.whenComplete((made, error) -> connected(made, error, deadline, token));
    }

    private void connected(
            @Nullable TcpConnection connection, @Nullable Throwable error, long deadline, @Nullable String token) {
        if (connection == null) {
            attempt.failed(Failures.unwrapped(
                    error == null ? new IllegalStateException("neither connection nor error") : error));
            return;
        }
        if (unwanted) {
            connection.close();
            return;
        }
        Deadline greeting = connection
                .loop()
                .schedule(
                        deadline - connection.loop().nanos(),
                        () -> connection.close(CloseReason.of(CloseReason.Kind.LOCAL, dialer.late(attempt.timeout()))));
        CompletionStage<Void> outcome = greeted;
        outcome.whenComplete((done, never) -> connection.loop().cancel(greeting));
        // A net below the session, which tells more: should its making have failed, nobody else would say that it is
        // over.
        connection.closed().whenComplete((reason, never) -> closed(reason, token));
    }

    private void closed(CloseReason reason, @Nullable String token) {
        greeted.complete(null);
        if (token != null && reason.kind() == CloseReason.Kind.REFUSED) {
            dialer.tokens().refused(token);
        }
        fail(reason.text(), reason.cause().orElse(null));
    }

    @Override
    public void ready(BrokerSession session) {
        greeted.complete(null);
        dialer.restore(session, () -> restored(session));
    }

    private void restored(BrokerSession session) {
        if (!session.connection().isOpen()) {
            return; // Its end has been told.
        }
        opened = attempt.opened(session);
        if (!opened) {
            session.connection().close();
        }
    }

    @Override
    public void ended(BrokerSession session, CloseReason reason, String firstBytes) {
        greeted.complete(null);
        if (opened) {
            attempt.lost(new ConnectionLostException(session.line().peer(), reason, Delivery.NOT_SENT));
            dialer.ended(session);
            return;
        }
        Throwable cause = reason.cause().orElseGet(() -> new IOException(reason.text()));
        attempt.failed(new ConnectFailedException(
                attempt.endpoint(),
                "connected, but " + reason.text() + "; " + firstBytes,
                Map.of(session.connection().remoteAddress(), cause),
                reason.cause().orElse(null)));
    }

    /** Nobody wants it any more. */
    void hangUp() {
        unwanted = true;
        CompletableFuture<TcpConnection> connection = connecting;
        if (connection != null && !connection.cancel(false)) {
            CompletionStage<TcpConnection> there = connection; // It came in the same moment, or long ago.
            there.thenAccept(TcpConnection::close);
        }
    }
}
