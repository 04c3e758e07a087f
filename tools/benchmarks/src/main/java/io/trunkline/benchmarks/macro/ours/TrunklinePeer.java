package io.trunkline.benchmarks.macro.ours;

import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Peer;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.transport.TrunklineRuntime;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Ours on both ends, with every limit and deadline at its default. Immutable. */
public final class TrunklinePeer implements Peer {
    /** Longer than a round trip over loopback, so that a loop with a caller in flight hardly ever sleeps. */
    private static final Duration SPIN = Duration.ofNanos(100_000);

    private final boolean spins;

    private TrunklinePeer(boolean spins) {
        this.spins = spins;
    }

    /** As it comes. */
    public static TrunklinePeer plain() {
        return new TrunklinePeer(false);
    }

    /** With loops that look again for a while before they sleep, which burns a core. */
    public static TrunklinePeer spinning() {
        return new TrunklinePeer(true);
    }

    @Override
    public boolean supports(Scenario scenario) {
        return !spins || (scenario.window() == 1 && scenario.connections() == 1 && !scenario.hasMessages());
    }

    @Override
    public Listening serve(Scenario scenario) {
        return scenario.hasMessages()
                ? new MessageListening(runtime(), scenario)
                : new TrunklineListening(runtime(), scenario);
    }

    @Override
    public Dialer dial(InetSocketAddress server, Scenario scenario) {
        return scenario.hasMessages()
                ? new MessageDialer(runtime(), server, scenario)
                : new TrunklineDialer(runtime(), server, scenario);
    }

    private TrunklineRuntime runtime() {
        TrunklineRuntime.Builder runtime = TrunklineRuntime.builder().loops(1);
        return (spins ? runtime.spin(SPIN) : runtime).build();
    }
}
