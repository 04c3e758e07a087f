package io.trunkline.benchmarks.startup;

import io.trunkline.Route;
import io.trunkline.client.TrunklineClient;

/** Ours, as the README shows it: records both ways, bound by Jackson. */
final class TrunklineFirst {
    record Say(String text) {}

    static final Route<Say, Say> SAY = Route.of("echo", Say.class, Say.class);

    private TrunklineFirst() {}

    public static void main(String[] args) {
        Clock clock = Clock.start();
        try (TrunklineClient client = TrunklineClient.connect("127.0.0.1", Integer.parseInt(args[0]))) {
            clock.answered(client.request(SAY, new Say(Clock.QUESTION)).text());
        }
    }
}
