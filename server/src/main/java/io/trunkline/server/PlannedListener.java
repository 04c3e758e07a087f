package io.trunkline.server;

import io.trunkline.codec.Framing;
import io.trunkline.server.internal.Listener;
import io.trunkline.server.internal.admission.Entrance;
import io.trunkline.server.internal.admission.Logins;
import io.trunkline.server.internal.admission.RateRules;
import io.trunkline.server.internal.broker.BrokerListener;
import io.trunkline.server.internal.frame.FrameDoor;
import io.trunkline.server.internal.frame.FrameGuard;
import io.trunkline.server.internal.observe.FrameWatch;
import io.trunkline.server.internal.observe.ListenerName;
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
 * @param takesLogins whether its handlers ask for a login; broker connections do so by themselves
 */
record PlannedListener(ListenOptions options, @Nullable FrameDoor door, boolean takesLogins) {
    static PlannedListener broker(ListenOptions options) {
        return new PlannedListener(options, null, false);
    }

    static PlannedListener frames(ListenOptions options, FrameDoor door) {
        return new PlannedListener(options, door, false);
    }

    PlannedListener takingLogins() {
        return new PlannedListener(options, door, true);
    }

    Listener bind(Doors doors) {
        // Broker connections have heartbeats; silence between them is no fault.
        Duration idle = door == null ? null : options.idleTimeout().orElse(null);
        ConnectionSettings settings = new ConnectionSettings(options.socket(), options.outbound())
                .withIdleTimeout(idle)
                .withFramePace(options.framePace())
                .withHandshakeTimeout(options.handshakeTimeout())
                .withGate(doors.admission().doorkeeper())
                .withTls(options.tls().map(ReloadableEngines::forServer).orElse(null));
        Listener.Plan plan = new Listener.Plan(options.name().orElse(null), options.address(), settings);
        ListenerName name = new ListenerName();
        Listener bound = Listener.bind(doors.runtime(), plan, doors.connections(), logics(doors, name));
        name.set(bound.name());
        return bound;
    }

    private Supplier<ConnectionLogic> logics(Doors doors, ListenerName name) {
        RuntimeCore runtime = doors.runtime();
        if (door != null) {
            Entrance entrance = doors.admission().entrance();
            return guarded(
                    entrance,
                    door.logics(new FrameDoor.Settings(
                            options.maxFrame(),
                            options.outbound(),
                            runtime.workers(),
                            options.isOnLoop(),
                            surroundings(doors, name))));
        }
        BrokerListener listener = new BrokerListener(
                options.framing().orElse(Framing.ENVELOPE), options.maxFrame(), options.isOrdered(), name);
        return () -> doors.broker().connection(listener);
    }

    private FrameDoor.Surroundings surroundings(Doors doors, ListenerName name) {
        RateRules rates = doors.admission().entrance().rates();
        boolean limited = rates != null && rates.limitFrames() && !options.hasUnlimitedRate();
        return new FrameDoor.Surroundings(
                doors.runtime().ticker(),
                new FrameWatch(doors.observation(), name),
                limited ? rates : null,
                doors.observation());
    }

    /** Where nobody need say who he is, a connection has nothing in front of it. */
    private Supplier<ConnectionLogic> guarded(Entrance entrance, Supplier<ConnectionLogic> logics) {
        Logins logins = entrance.logins();
        return logins == null ? logics : () -> new FrameGuard(logics.get(), entrance, logins, takesLogins);
    }
}
