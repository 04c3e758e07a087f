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
    /** What a peer may leave unread before we stop to read it (SPEC.md section 7). */
    private static final int PAUSE_READING_AT = 1024 * 1024;

    static PlannedListener broker(ListenOptions options) {
        return new PlannedListener(options, null);
    }

    static PlannedListener frames(ListenOptions options, FrameDoor door) {
        return new PlannedListener(options, door);
    }

    Listener bind(RuntimeCore runtime, OpenConnections connections, Broker broker) {
        // Broker connections have heartbeats; silence between them is no fault.
        Duration idle = door == null ? null : options.idleTimeout().orElse(null);
        Listener.Plan plan = new Listener.Plan(
                options.name().orElse(null),
                options.address(),
                new ConnectionSettings(options.socket(), options.outbound()),
                idle);
        return Listener.bind(runtime, plan, connections, logics(runtime, broker));
    }

    private Supplier<ConnectionLogic> logics(RuntimeCore runtime, Broker broker) {
        if (door != null) {
            return door.logics(new FrameDoor.Settings(
                    options.maxFrame(), options.outbound(), runtime.workers(), options.isOnLoop()));
        }
        BrokerListener listener = new BrokerListener(
                options.framing().orElse(Framing.ENVELOPE),
                options.maxFrame(),
                Math.max(PAUSE_READING_AT, options.outbound().high()),
                options.isOrdered());
        return () -> broker.connection(listener);
    }
}
