package io.trunkline.cli;

import io.trunkline.client.ClientObserver;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ReconnectPolicy;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Option;

/**
 * Ends a command that lasts: when it has done enough, or with its connection, whose loss is a failure.
 *
 * <p>Thread-safe.
 */
final class Lasting implements ClientObserver {
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @Option(
            names = "--reconnect",
            description = "Go on over a new connection when one is lost; without it, that is a failure.")
    private boolean reconnects;

    ClientOptions.Builder options(BrokerTarget broker) {
        ClientOptions.Builder options = broker.options().observer(this);
        return reconnects ? options.reconnect(ReconnectPolicy.forever()) : options;
    }

    /** It has done enough. */
    void finish() {
        end.complete(null);
    }

    @Override
    public void onGaveUp(int attempts, Throwable why) {
        end.completeExceptionally(why);
    }

    /** Blocks until it is finished; throws what ended its connection. */
    void await() throws InterruptedException {
        try {
            end.get();
        } catch (ExecutionException e) {
            Throwable why = Objects.requireNonNull(e.getCause(), "why it gave up");
            throw new IllegalStateException(why.getMessage(), why);
        }
    }
}
