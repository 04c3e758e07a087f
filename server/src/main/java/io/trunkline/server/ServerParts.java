package io.trunkline.server;

import io.trunkline.server.internal.Listener;
import io.trunkline.server.internal.OpenConnections;
import io.trunkline.server.internal.broker.Broker;
import io.trunkline.server.internal.broker.BrokerSettings;
import io.trunkline.server.internal.broker.LocalCalls;
import io.trunkline.server.internal.handler.RouteTable;
import io.trunkline.transport.TrunklineRuntime;
import io.trunkline.transport.internal.RuntimeCore;
import java.util.ArrayList;
import java.util.List;

/**
 * What a running server owns. Immutable; its parts are thread-safe.
 *
 * @param runtime the threads
 * @param ownsRuntime whether the server closes them
 * @param listeners at least one
 * @param connections the open ones
 * @param broker behind the broker listeners
 */
record ServerParts(
        TrunklineRuntime runtime,
        boolean ownsRuntime,
        List<Listener> listeners,
        OpenConnections connections,
        Broker broker) {
    /** Starts the threads and binds every listener, or leaves nothing behind. */
    static ServerParts start(ServerOptions options, List<PlannedListener> planned, RouteTable routes) {
        TrunklineRuntime runtime = options.runtime().orElseGet(() -> ownRuntime(options));
        boolean owns = options.runtime().isEmpty();
        List<Listener> bound = new ArrayList<>();
        try {
            RuntimeCore core = RuntimeCore.of(runtime);
            Broker broker = new Broker(settings(options.limits(), core), routes);
            OpenConnections connections = new OpenConnections();
            planned.forEach(listener -> bound.add(listener.bind(core, connections, broker)));
            return new ServerParts(runtime, owns, List.copyOf(bound), connections, broker);
        } catch (RuntimeException | Error e) {
            bound.forEach(Listener::close);
            if (owns) {
                runtime.close();
            }
            throw e;
        }
    }

    private static TrunklineRuntime ownRuntime(ServerOptions options) {
        TrunklineRuntime.Builder builder = TrunklineRuntime.builder();
        options.loops().ifPresent(builder::loops);
        options.workers().ifPresent(builder::workers);
        return builder.build();
    }

    private static BrokerSettings settings(ServerLimits limits, RuntimeCore core) {
        return new BrokerSettings(
                new LocalCalls(core.ticker(), core.workers()),
                core.memory(),
                limits.requestsPerConnection(),
                limits.requests(),
                limits.subscriptionsPerConnection(),
                limits.subscriptions(),
                limits.protocolErrors());
    }
}
