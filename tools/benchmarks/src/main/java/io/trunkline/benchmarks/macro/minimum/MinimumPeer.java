package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Peer;
import io.trunkline.benchmarks.macro.Scenario;
import java.io.IOException;
import java.net.InetSocketAddress;

/** One selector, one thread and the socket calls that cannot be left out, on both ends. Immutable. */
public final class MinimumPeer implements Peer {
    private final boolean owning;

    private MinimumPeer(boolean owning) {
        this.owning = owning;
    }

    /** Frames are looked at where the read has put them. */
    public static MinimumPeer bare() {
        return new MinimumPeer(false);
    }

    /** Each frame is its taker's to keep, and each that is sent is its sender's own: as with ours, bytes with bytes. */
    public static MinimumPeer owning() {
        return new MinimumPeer(true);
    }

    @Override
    public boolean supports(Scenario scenario) {
        return !scenario.isEncrypted()
                && !scenario.hasSubscriptions()
                && !scenario.hasBlockingMessages()
                && !(owning && scenario.hasMessages()); // Trees and records are owned anyway.
    }

    @Override
    public Listening serve(Scenario scenario) throws IOException {
        return new MinimumServer(scenario, owning);
    }

    @Override
    public Dialer dial(InetSocketAddress server, Scenario scenario) throws IOException {
        return new MinimumDialer(server, scenario, owning);
    }
}
