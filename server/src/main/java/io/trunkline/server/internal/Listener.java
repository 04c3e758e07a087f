package io.trunkline.server.internal;

import io.trunkline.transport.internal.Acceptor;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.RuntimeCore;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One bound listening socket of a server, by its name.
 *
 * <p>Thread-safe.
 */
public final class Listener {
    /** Connections that the kernel completes before we accept them: a burst of reconnects fits. */
    private static final int BACKLOG = 1_024;

    private final String name;
    private final Acceptor acceptor;

    private Listener(String name, Acceptor acceptor) {
        this.name = name;
        this.acceptor = acceptor;
    }

    /**
     * What a listener is bound with. Immutable.
     *
     * @param name null to be called by its address
     * @param address where to listen
     * @param settings of its connections
     * @param idleTimeout of its connections; null for none
     */
    public record Plan(
            @Nullable String name,
            InetSocketAddress address,
            ConnectionSettings settings,
            @Nullable Duration idleTimeout) {}

    /**
     * Binds a socket and starts to accept.
     *
     * @param runtime whose loops get the connections
     * @param plan where and how
     * @param connections gets each connection while it is open
     * @param logics makes the logic of each connection
     * @return the bound listener
     * @throws io.trunkline.transport.BindFailedException if the address cannot be had
     */
    public static Listener bind(
            RuntimeCore runtime, Plan plan, OpenConnections connections, Supplier<ConnectionLogic> logics) {
        Acceptor acceptor = Acceptor.bind(
                runtime,
                plan.address(),
                BACKLOG,
                plan.settings(),
                () -> new TrackedLogic(logics.get(), connections, plan.idleTimeout()));
        InetSocketAddress bound = acceptor.address();
        String name = plan.name() == null ? bound.getAddress().getHostAddress() + ":" + bound.getPort() : plan.name();
        return new Listener(name, acceptor);
    }

    /**
     * Names the listener.
     *
     * @return its given name, or the address it is bound to
     */
    public String name() {
        return name;
    }

    /**
     * Gives the address it is bound to.
     *
     * @return with the port that was chosen
     */
    public InetSocketAddress address() {
        return acceptor.address();
    }

    /**
     * Stops to accept; connections live on.
     *
     * @return completes when the port is free
     */
    public CompletionStage<Void> close() {
        acceptor.close();
        return acceptor.closed();
    }

    @Override
    public String toString() {
        return name + " on " + address();
    }
}
