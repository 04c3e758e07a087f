package io.trunkline.server;

import io.trunkline.codec.Framing;
import io.trunkline.server.internal.Listener;
import io.trunkline.server.internal.OpenConnections;
import io.trunkline.server.internal.broker.Broker;
import io.trunkline.server.internal.broker.BrokerListener;
import io.trunkline.server.internal.frame.FrameDoor;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.tls.ReloadableEngines;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A listener that will be bound at the start: for broker messages, or for frames. Immutable.
 *
 * @param options where and how
 * @param door null for broker messages
 */
record PlannedListener(ListenOptions options, @Nullable FrameDoor door) {
    static PlannedListener broker(ListenOptions options) {
        return new PlannedListener(options, null);
    }

    static PlannedListener frames(ListenOptions options, FrameDoor door) {
        return new PlannedListener(options, door);
    }

    Listener bind(RuntimeCore runtime, OpenConnections connections, Broker broker) {
        // Broker connections have heartbeats; silence between them is no fault.
        Duration idle = door == null ? null : options.idleTimeout().orElse(null);
        ConnectionSettings settings = new ConnectionSettings(options.socket(), options.outbound())
                .withIdleTimeout(idle)
                .withFramePace(options.framePace())
                .withHandshakeTimeout(options.handshakeTimeout())
                .withTls(options.tls().map(ReloadableEngines::forServer).orElse(null));
        Listener.Plan plan = new Listener.Plan(options.name().orElse(null), options.address(), settings);
        return Listener.bind(runtime, plan, connections, logics(runtime, broker));
    }

    private Supplier<ConnectionLogic> logics(RuntimeCore runtime, Broker broker) {
        if (door != null) {
            return door.logics(new FrameDoor.Settings(
                    options.maxFrame(), options.outbound(), runtime.workers(), options.isOnLoop()));
        }
        BrokerListener listener =
                new BrokerListener(options.framing().orElse(Framing.ENVELOPE), options.maxFrame(), options.isOrdered());
        return () -> broker.connection(listener);
    }
}
