package io.trunkline.cli;

import io.trunkline.ReplyException;
import io.trunkline.cli.DemoServer.Said;
import io.trunkline.cli.DemoServer.Say;
import io.trunkline.cli.DemoServer.UserCreated;
import io.trunkline.client.TrunklineClient;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static io.trunkline.cli.DemoServer.CREATED;
import static io.trunkline.cli.DemoServer.SAY;

/** What the demo's client does, each step printed as the code that did it and what came of it. */
final class DemoConversation {
    private static final int EVENT_SECONDS = 5;

    private final int port;
    private final PrintWriter out;

    DemoConversation(int port, PrintWriter out) {
        this.port = port;
        this.out = out;
    }

    void requestAndError() {
        try (TrunklineClient client = TrunklineClient.connect("127.0.0.1", port)) {
            title("1. A request and its response");
            Said said = client.request(SAY, new Say("hello"));
            step("client.request(SAY, new Say(\"hello\"))", said);

            title("2. An error");
            step("client.request(SAY, new Say(\" \"))", refusal(client));
        }
    }

    private static String refusal(TrunklineClient client) {
        try {
            return client.request(SAY, new Say(" ")).toString();
        } catch (ReplyException e) {
            return "ReplyException " + e.getMessage() + " (delivery " + e.delivery() + ", retryable " + e.isRetryable()
                    + ")";
        }
    }

    void event() {
        title("3. An event");
        try (TrunklineClient subscriber = TrunklineClient.connect("127.0.0.1", port);
                TrunklineClient publisher = TrunklineClient.connect("127.0.0.1", port)) {
            CompletableFuture<String> received = new CompletableFuture<>();
            subscriber.subscribe(
                    "events.#",
                    event -> received.complete(
                            event.topic() + " " + event.payload().text()));
            step("subscriber.subscribe(\"events.#\", ..)", "acknowledged");
            publisher.publishAndConfirm(CREATED, new UserCreated(7));
            step("publisher.publishAndConfirm(CREATED, new UserCreated(7))", "confirmed");
            step(
                    "the subscriber received",
                    received.orTimeout(EVENT_SECONDS, TimeUnit.SECONDS).join());
        }
    }

    void bytes() {
        title("4. The first request once more, as bytes (offset, bytes, meaning)");
        try (ByteTap tap = ByteTap.before(port)) {
            try (TrunklineClient client = TrunklineClient.connect("127.0.0.1", tap.port())) {
                client.request(SAY, new Say("hello"));
            }
            print("client to server", tap.sentToServer());
            print("server to client", tap.sentToClient());
        }
    }

    private void print(String direction, byte[] envelopeFrames) {
        out.println("   " + direction + ":");
        FrameAnnotator.annotate(envelopeFrames).forEach(row -> out.println("     " + row));
    }

    private void title(String text) {
        out.println();
        out.println(text);
    }

    private void step(String code, Object outcome) {
        out.println("   " + code);
        out.println("     -> " + outcome);
    }
}
