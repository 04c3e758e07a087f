package io.trunkline.server;

import io.trunkline.server.internal.Listener;
import io.trunkline.server.internal.OpenConnections;
import io.trunkline.server.internal.broker.Broker;
import io.trunkline.server.internal.broker.BrokerSettings;
import io.trunkline.server.internal.broker.LocalCalls;
import io.trunkline.server.internal.broker.WorkerBounds;
import io.trunkline.server.internal.observe.CallWatch;
import io.trunkline.server.internal.observe.Observation;
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
 * @param watching what is counted and told beside them
 */
record ServerParts(
        TrunklineRuntime runtime,
        boolean ownsRuntime,
        List<Listener> listeners,
        OpenConnections connections,
        Broker broker,
        Watching watching) {
    /**
     * What counts, and tells observers. Immutable.
     *
     * @param observation of the whole server
     * @param calls of handlers of requests
     */
    record Watching(Observation observation, CallWatch calls) {
        static Watching begin(List<ServerObserver> observers, RuntimeCore core) {
            Observation observation = new Observation(observers, core.workers(), core.ticker());
            return new Watching(observation, new CallWatch(observation));
        }
    }

    /** Starts the threads and binds every listener, or leaves nothing behind. */
    static ServerParts start(ServerPlan plan) {
        ServerOptions options = plan.options();
        TrunklineRuntime runtime = options.runtime().orElseGet(() -> ownRuntime(options));
        boolean owns = options.runtime().isEmpty();
        List<Listener> bound = new ArrayList<>();
        try {
            RuntimeCore core = RuntimeCore.of(runtime);
            Watching watching = Watching.begin(plan.observers(), core);
            AdmissionParts admission = AdmissionParts.of(plan.admission(), core, watching.observation());
            Broker broker = new Broker(settings(options, core, watching), plan.routes(), admission.entrance());
            OpenConnections connections = new OpenConnections(watching.observation());
            Doors doors = new Doors(core, connections, broker, admission, watching.observation());
            plan.listeners().forEach(listener -> bound.add(listener.bind(doors)));
            if (plan.backplane() != null) {
                broker.join(plan.backplane(), core.loops().get(0));
            }
            broker.monitorOn(core.loops().get(0));
            return new ServerParts(runtime, owns, List.copyOf(bound), connections, broker, watching);
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

    private static BrokerSettings settings(ServerOptions options, RuntimeCore core, Watching watching) {
        ServerLimits limits = options.limits();
        return new BrokerSettings(
                new LocalCalls(core.ticker(), core.workers(), WorkerBounds.of(core), watching.calls()),
                core.memory(),
                limits.requestsPerConnection(),
                limits.requests(),
                limits.subscriptionsPerConnection(),
                limits.subscriptions(),
                limits.protocolErrors(),
                options.broker());
    }
}
