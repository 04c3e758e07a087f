package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.RequestInterruptedException;
import io.trunkline.client.ClientOptions;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.TcpConnection;
import io.trunkline.transport.internal.Ticker;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a client's connection and waits until the broker is ready, all within the connect timeout.
 *
 * <p>Thread-safe; used once.
 */
final class ClientConnect implements BrokerSession.Owner {
    private final ClientOptions options;
    private final Connector connector;
    private final Ticker ticker;
    private final SessionSettings settings;
    private final SubscriptionRegistry subscriptions;
    private final ClientLifecycle lifecycle;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    ClientConnect(
            ClientOptions options,
            ClientThreads threads,
            SessionSettings settings,
            SubscriptionRegistry subscriptions,
            ClientLifecycle lifecycle) {
        this.options = options;
        this.connector = new Connector(threads.core(), threads.connections());
        this.ticker = threads.core().ticker();
        this.settings = settings;
        this.subscriptions = subscriptions;
        this.lifecycle = lifecycle;
    }

    /** Blocks until the broker is ready; throws ConnectFailedException naming the likely cause. */
    void open() {
        String token = token(); // Before the time begins: it may have to be fetched.
        long deadline = ticker.nanos() + options.connectTimeout().toNanos();
        CompletableFuture<TcpConnection> connecting = connector.connect(
                options.endpoint(),
                options.connectTimeout(),
                () -> BrokerSession.logic(settings, subscriptions, this, token));
        CompletionStage<TcpConnection> opened = connecting;
        opened.whenComplete((connection, error) -> connected(connection, error, deadline));
        try {
            Failures.await(ready);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            RequestInterruptedException interrupted = new RequestInterruptedException(
                    "interrupted while connecting to " + options.endpoint(), Delivery.NOT_SENT);
            connecting.cancel(false);
            // A connection that is there already cannot be cancelled: what ends it is that nobody is ready for it.
            ready.completeExceptionally(interrupted);
            throw interrupted;
        }
    }

    private @Nullable String token() {
        Supplier<String> supplier = options.token().orElse(null);
        if (supplier == null) {
            return null;
        }
        try {
            return Objects.requireNonNull(supplier.get(), "the supplier of tokens gave null");
        } catch (RuntimeException e) {
            throw new ConnectFailedException(options.endpoint(), "there is no token to log in with", Map.of(), e);
        }
    }

    private String late() {
        return (options.token().isPresent() ? "no system.initialize or no answer to the login" : "no system.initialize")
                + " came within " + options.connectTimeout().toMillis() + " ms";
    }

    private void connected(@Nullable TcpConnection connection, @Nullable Throwable error, long deadline) {
        if (connection == null) {
            ready.completeExceptionally(
                    error == null ? new IllegalStateException("neither connection nor error") : error);
            return;
        }
        Deadline greeting = connection
                .loop()
                .schedule(
                        deadline - ticker.nanos(),
                        () -> connection.close(CloseReason.of(CloseReason.Kind.LOCAL, late())));
        // A net below the session, which tells more: should its making have failed, nobody else would end the wait.
        connection
                .closed()
                .whenComplete((reason, never) -> ready.completeExceptionally(
                        new ConnectFailedException(options.endpoint(), reason.text(), Map.of(), null)));
        CompletionStage<Void> outcome = ready;
        outcome.whenComplete((done, failed) -> {
            connection.loop().cancel(greeting);
            if (failed != null) {
                connection.close();
            }
        });
    }

    @Override
    public void ready(BrokerSession session) {
        lifecycle.ready(session);
        ready.complete(null);
    }

    @Override
    public void ended(BrokerSession session, CloseReason reason, String firstBytes) {
        if (ready.isDone()) {
            lifecycle.ended(session);
            return;
        }
        Throwable cause = reason.cause().orElseGet(() -> new IOException(reason.text()));
        ready.completeExceptionally(new ConnectFailedException(
                options.endpoint(),
                "connected, but " + reason.text() + "; " + firstBytes,
                Map.of(session.connection().remoteAddress(), cause),
                reason.cause().orElse(null)));
    }
}
