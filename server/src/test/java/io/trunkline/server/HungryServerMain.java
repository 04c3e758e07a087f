package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.Route;
import java.util.ArrayList;
import java.util.List;

/** A process whose handlers need much: prints its port. */
final class HungryServerMain {
    private static final Route<String, String> DEVOUR = Route.of("devour", String.class, String.class);
    private static final Route<Payload, Payload> ECHO = Route.of("echo", Payload.class, Payload.class);

    private HungryServerMain() {}

    public static void main(String[] args) {
        TrunklineServer server = TrunklineServer.builder()
                .listen(0)
                .handle(DEVOUR, HungryServerMain::devour)
                .handle(ECHO, payload -> payload)
                .start();
        System.out.println(server.port());
        server.awaitClosed();
    }

    /** Takes all the heap there is, and gives it back by its failure. */
    private static String devour(String text) {
        List<byte[]> taken = new ArrayList<>();
        while (taken.size() < Integer.MAX_VALUE) {
            taken.add(new byte[1 << 16]);
        }
        return text;
    }
}
