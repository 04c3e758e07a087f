package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Payload;
import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.Admission;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.ServerOptions;
import io.trunkline.server.TrunklineServer;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.TrunklineRuntime;

/** A frame listener whose handlers run on the loop, as Netty's do. */
final class TrunklineListening implements Listening {
    /** More than any scenario opens: the default would turn away the last of the ten thousand and one of S9. */
    static final int CONNECTIONS = 100_000;

    private final TrunklineRuntime runtime;
    private final TrunklineServer server;

    TrunklineListening(TrunklineRuntime runtime, Scenario scenario) {
        this.runtime = runtime;
        this.server = TrunklineServer.builder()
                .options(ServerOptions.builder().runtime(runtime).build())
                .admission(Admission.builder().maxConnections(CONNECTIONS).build())
                .listen(options(scenario), FrameFormat.envelope(), c -> handler(c, scenario))
                .start();
    }

    private static ListenOptions options(Scenario scenario) {
        ListenOptions.Builder options = ListenOptions.builder().port(0).onLoop();
        return (scenario.isEncrypted() ? options.tls(TrunklineTls.server()) : options).build();
    }

    private static ConnectionHandler<Payload> handler(FrameConnection<Payload> connection, Scenario scenario) {
        return scenario.kind() == Scenario.Kind.STREAM
                ? new EventSource(connection, scenario.body())
                : connection::send;
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.closeNow();
        runtime.close();
    }
}
