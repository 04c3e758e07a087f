package io.trunkline.server.internal;

import io.trunkline.transport.internal.Acceptor;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.tls.TlsEngines;
import io.trunkline.transport.internal.tls.TlsReloader;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One bound listening socket of a server, by its name.
 *
 * <p>Thread-safe.
 */
public final class Listener {
    private final String name;
    private final Acceptor acceptor;
    private final @Nullable TlsEngines tls;
    private final @Nullable TlsReloader reloader;

    private Listener(String name, Acceptor acceptor, @Nullable TlsEngines tls, @Nullable TlsReloader reloader) {
        this.name = name;
        this.acceptor = acceptor;
        this.tls = tls;
        this.reloader = reloader;
    }

    /**
     * What a listener is bound with. Immutable.
     *
     * @param name null to be called by its address
     * @param address where to listen
     * @param settings of its connections
     */
    public record Plan(@Nullable String name, InetSocketAddress address, ConnectionSettings settings) {}

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
        Acceptor acceptor =
                Acceptor.bind(runtime, plan.address(), plan.settings().withTracker(connections), logics);
        InetSocketAddress bound = acceptor.address();
        String name = plan.name() == null ? bound.getAddress().getHostAddress() + ":" + bound.getPort() : plan.name();
        TlsEngines tls = plan.settings().tls();
        return new Listener(name, acceptor, tls, TlsReloader.start(runtime, tls));
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
     * Gives what makes its TLS engines.
     *
     * @return empty for plain connections
     */
    public Optional<TlsEngines> tls() {
        return Optional.ofNullable(tls);
    }

    /**
     * Stops to accept; connections live on.
     *
     * @return completes when the port is free
     */
    public CompletionStage<Void> close() {
        if (reloader != null) {
            reloader.close();
        }
        acceptor.close();
        return acceptor.closed();
    }

    @Override
    public String toString() {
        return name + " on " + address();
    }
}
