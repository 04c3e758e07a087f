package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Route;
import io.trunkline.benchmarks.macro.Listening;
import io.trunkline.benchmarks.macro.Scenario;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.Admission;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.ServerOptions;
import io.trunkline.server.TrunklineServer;
import io.trunkline.transport.TrunklineRuntime;
import java.util.concurrent.CompletableFuture;

/** A broker that answers on the loop, as Netty's handlers do, or on workers; a stream of events has a listener for frames of its own. */
final class MessageListening implements Listening {
    private final TrunklineRuntime runtime;
    private final TrunklineServer server;

    MessageListening(TrunklineRuntime runtime, Scenario scenario, boolean onWorkers) {
        this.runtime = runtime;
        TrunklineServer.Builder builder = TrunklineServer.builder()
                .options(ServerOptions.builder().runtime(runtime).build())
                .admission(Admission.builder()
                        .maxConnections(TrunklineListening.CONNECTIONS)
                        .build());
        this.server = listen(builder, scenario, Bodied.of(scenario), onWorkers).start();
    }

    private static <T> TrunklineServer.Builder listen(
            TrunklineServer.Builder builder, Scenario scenario, Bodied<T> bodied, boolean onWorkers) {
        if (scenario.kind() == Scenario.Kind.STREAM) {
            return builder.listen(
                    ListenOptions.builder().port(0).onLoop().build(),
                    FrameFormat.envelope(),
                    c -> new MessageSource<>(c, bodied));
        }
        Route<T, T> echo = Route.of("echo", bodied.type(), bodied.type());
        builder.listen(0);
        return onWorkers
                ? builder.handle(echo, body -> body)
                : builder.handleAsync(echo, (body, call) -> CompletableFuture.completedFuture(body));
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
