package io.trunkline.testing.shutdown;

import io.trunkline.Route;
import io.trunkline.codec.Framing;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.ServerOptions;
import io.trunkline.server.TrunklineServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A JVM of its own whose handler hangs for a minute; its argument is the grace in milliseconds. */
public final class HangingServer {
    private HangingServer() {}

    public static void main(String[] arguments) {
        TrunklineServer server = TrunklineServer.builder()
                .listen(ListenOptions.builder()
                        .port(0)
                        .framing(Framing.LENGTH_PREFIXED)
                        .build())
                .handle(Route.of("hang", Integer.class, Integer.class), number -> {
                    System.out.println("HANGING");
                    boolean unused = new CountDownLatch(1).await(60, TimeUnit.SECONDS);
                    return number;
                })
                .options(ServerOptions.builder()
                        .grace(Duration.ofMillis(Long.parseLong(arguments[0])))
                        .build())
                .start()
                .closeOnShutdown();
        System.out.println("LISTENING " + server.port());
        server.awaitClosed();
    }
}
