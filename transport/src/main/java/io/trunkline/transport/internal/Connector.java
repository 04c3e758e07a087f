package io.trunkline.transport.internal;

import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Connects to an endpoint: resolves its name off the loop, then lets its addresses race, each with a head start.
 *
 * <p>Thread-safe; no method blocks. The timeout covers everything, the name included.
 */
public final class Connector {
    private final RuntimeCore runtime;
    private final ConnectionSettings settings;
    private final Resolver resolver;

    /** Resolves names with the system's resolver. */
    public Connector(RuntimeCore runtime, ConnectionSettings settings) {
        this(runtime, settings, InetAddress::getAllByName);
    }

    /** Resolves names with a resolver of the caller's, on a thread that may block. */
    public Connector(RuntimeCore runtime, ConnectionSettings settings, Resolver resolver) {
        this.runtime = runtime;
        this.settings = settings;
        this.resolver = resolver;
    }

    /**
     * Begins to connect, on the next loop.
     *
     * @param logic makes the connection's logic, on its loop
     * @return completes on the loop after {@code onOpen}, or fails with {@link ConnectFailedException}; cancelling it closes
     *     what has been opened
     */
    public CompletableFuture<TcpConnection> connect(
            Endpoint endpoint, Duration timeout, Supplier<? extends ConnectionLogic> logic) {
        return connect(runtime.nextLoop(), endpoint, timeout, logic);
    }

    /**
     * Begins to connect, on a loop that the caller has chosen.
     *
     * @param logic makes the connection's logic, on its loop
     * @return as that of {@link #connect(Endpoint, Duration, Supplier)}
     */
    public CompletableFuture<TcpConnection> connect(
            EventLoop loop, Endpoint endpoint, Duration timeout, Supplier<? extends ConnectionLogic> logic) {
        Dial.Dialer dialer = (address, listener) -> SocketDial.begin(loop, settings.socket(), address, listener);
        ConnectAttempt attempt =
                new ConnectAttempt(loop, endpoint, timeout.toNanos(), new ConnectAttempt.Plan(settings, logic, dialer));
        attempt.start();
        InetAddress literal = AddressLiteral.parse(endpoint.host());
        if (literal != null) {
            attempt.resolved(List.of(new InetSocketAddress(literal, endpoint.port())));
            return attempt.result();
        }
        try {
            runtime.blocking().execute(() -> resolve(endpoint, attempt));
        } catch (RejectedExecutionException e) {
            attempt.fail("no thread is left to resolve the name", e);
        }
        return attempt.result();
    }

    private void resolve(Endpoint endpoint, ConnectAttempt attempt) {
        try {
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (InetAddress address : resolver.resolve(endpoint.host())) {
                addresses.add(new InetSocketAddress(address, endpoint.port()));
            }
            attempt.resolved(addresses);
        } catch (UnknownHostException e) {
            attempt.fail("the name cannot be resolved", e);
        } catch (RuntimeException e) {
            attempt.fail("resolving the name failed", e);
        }
    }

    /** Looks a name up; blocks. */
    @FunctionalInterface
    public interface Resolver {
        /** Gives the addresses in the order in which to try them. */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }
}
