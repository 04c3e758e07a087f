package io.trunkline.server;

import io.trunkline.codec.internal.mux.MuxLimits;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.StreamHandler;
import io.trunkline.transport.TrunklineRuntime;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.stream.StreamProtocol;
import io.trunkline.transport.internal.stream.StreamSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connecting end of multiplexed connections, with threads of its own. */
final class StreamEnd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TrunklineRuntime runtime = TrunklineRuntime.builder().loops(1).build();

    /** Connects; a handler serves what the server opens. */
    StreamConnection connect(int port, @Nullable StreamHandler handler) {
        RuntimeCore core = RuntimeCore.of(runtime);
        StreamProtocol protocol = new StreamProtocol(new StreamSettings(
                MuxRole.CONNECTOR, MuxLimits.DEFAULT, OutboundLimits.DEFAULT, core.workers(), handler));
        return protocol.connect(
                        new Connector(core, ConnectionSettings.DEFAULT), new Endpoint("127.0.0.1", port), PATIENCE)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
