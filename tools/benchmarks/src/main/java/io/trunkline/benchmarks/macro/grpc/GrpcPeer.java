package io.trunkline.benchmarks.macro.grpc;

import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Peer;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.benchmarks.macro.json.Works;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** gRPC on its own shaded Netty, NIO, one loop, callbacks on the loop. Immutable. */
public final class GrpcPeer implements Peer {
    /** Before that its figures mean nothing: there is much code to compile. */
    private static final Duration WARM_UP = Duration.ofSeconds(25);

    @Override
    public boolean supports(Scenario scenario) {
        return scenario.hasMessages() && !scenario.hasSubscriptions() && !scenario.hasBlockingMessages();
    }

    @Override
    public Duration warmUp(Duration usual) {
        return usual.compareTo(WARM_UP) > 0 ? usual : WARM_UP;
    }

    @Override
    public Listening serve(Scenario scenario) throws IOException {
        return new GrpcServer<>(scenario, Works.of(scenario));
    }

    @Override
    public Dialer dial(InetSocketAddress server, Scenario scenario) {
        return new GrpcDialer<>(server, scenario, Works.of(scenario));
    }
}
