package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Payload;
import io.trunkline.benchmarks.macro.Caller;
import io.trunkline.benchmarks.macro.Dialer;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.TrunklineRuntime;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.internal.RuntimeCore;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections on one loop: with callbacks through the transport, for a caller that blocks through the frame client.
 *
 * <p>The frame client has no form with callbacks yet; below it stands what it would use.
 */
final class TrunklineDialer implements Dialer {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final TrunklineRuntime runtime;
    private final RuntimeCore core;
    private final Scenario scenario;
    private final Connector connector;
    private final FrameProtocol<Payload> protocol;
    private final Endpoint server;
    private final Bodies bodies;

    TrunklineDialer(TrunklineRuntime runtime, InetSocketAddress server, Scenario scenario) {
        RuntimeCore core = RuntimeCore.of(runtime);
        this.runtime = runtime;
        this.server = new Endpoint(server.getAddress().getHostAddress(), server.getPort());
        this.bodies = new Bodies(scenario.body());
        this.core = core;
        this.scenario = scenario;
        this.connector = new Connector(core, TrunklineTls.settings(scenario));
        this.protocol = new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.envelope(), FrameLimits.of(Frames.LIMIT), OutboundLimits.DEFAULT, core.workers(), true));
    }

    @Override
    public void open(Receiver receiver) throws Exception {
        connect(c -> new TrunklineLink(c, bodies, receiver));
    }

    void connect(ConnectionHandler.Factory<Payload> handler) throws Exception {
        connector()
                .connect(server, CONNECT_TIMEOUT, () -> protocol.logic(handler))
                .get(CONNECT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Where handshakes are measured each has engines of its own, or they would be resumptions. */
    private Connector connector() {
        return scenario.kind() == Scenario.Kind.HANDSHAKE
                ? new Connector(core, TrunklineTls.settings(scenario))
                : connector;
    }

    @Override
    public Caller caller() {
        ClientOptions options = ClientOptions.builder()
                .endpoint(server.host(), server.port())
                .runtime(runtime)
                .build();
        return new TrunklineCaller(FrameClient.connect(FrameFormat.envelope(), options), bodies);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
