package io.trunkline.benchmarks.macro.rsocket;

import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Peer;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Works;
import java.net.InetSocketAddress;

/** RSocket on Reactor Netty, NIO, one loop, payloads without a copy. Immutable. */
public final class RSocketPeer implements Peer {
    static {
        System.setProperty("reactor.netty.native", "false"); // As the others: the JDK's selector.
    }

    @Override
    public boolean supports(Scenario scenario) {
        return scenario.hasMessages() && !scenario.hasSubscriptions() && !scenario.hasBlockingMessages();
    }

    @Override
    public Listening serve(Scenario scenario) {
        return new RSocketListening(scenario, Works.of(scenario));
    }

    @Override
    public Dialer dial(InetSocketAddress server, Scenario scenario) {
        return new RSocketDialer<>(server, scenario, Works.of(scenario));
    }
}
