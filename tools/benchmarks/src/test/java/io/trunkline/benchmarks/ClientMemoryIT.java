package io.trunkline.benchmarks;

import io.trunkline.Payload;
import io.trunkline.Route;
import io.trunkline.client.TrunklineClient;
import io.trunkline.server.TrunklineServer;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a client with threads of its own and one idle connection keeps in the heap, the server's end of it included. */
class ClientMemoryIT {
    private static final int CLIENTS = 20;

    private static final long MAX_BYTES = 200 * 1024;

    private static final Route<Payload, Payload> ECHO = Route.of("echo", Payload.class, Payload.class);

    @Test
    void aClientWithOneIdleConnectionIsSmall() throws JMException {
        List<TrunklineClient> clients = new ArrayList<>();
        try (TrunklineServer server = TrunklineServer.builder()
                .listen(0)
                .handle(ECHO, payload -> payload)
                .start()) {
            open(server, clients, 1); // What classes cost once is not a client's.
            LiveHeap before = LiveHeap.of(name -> true);
            open(server, clients, CLIENTS);
            LiveHeap after = LiveHeap.of(name -> true);

            long each = (after.sum() - before.sum()) / CLIENTS;
            System.out.println("a client with one idle connection: " + each + " bytes of heap, both ends");
            assertThat(each).as(after::toString).isBetween(1_000L, MAX_BYTES);
        } finally {
            clients.forEach(TrunklineClient::closeNow);
        }
    }

    private static void open(TrunklineServer server, List<TrunklineClient> clients, int count) {
        for (int i = 0; i < count; i++) {
            TrunklineClient client = TrunklineClient.connect("127.0.0.1", server.port());
            clients.add(client);
            client.request(ECHO, Payload.ofText("used once"));
        }
    }
}
