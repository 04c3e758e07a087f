package io.trunkline.cli;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The server commands under the names and with the arguments that kn-sock's users type. */
class KnCommandsIT {
    private static void send(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void expect(Socket peer, String text) throws IOException {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        assertThat(new String(peer.getInputStream().readNBytes(expected.length), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @Test
    @Tag("feature-226")
    void tcpServerPutsEchoBeforeWhatItReads() throws Exception {
        try (ServerProcess server = ServerProcess.startOnAFreePort("run-tcp-server");
                Socket peer = server.connect()) {
            send(peer, "Hello, World!");
            expect(peer, "Echo: Hello, World!");
            assertThat(server.terminate()).isEqualTo(143);
        }
    }

    @Test
    @Tag("feature-230")
    void fileServerKeepsWhatIsSentInTheDirectory(@TempDir Path directory) throws IOException {
        try (ServerProcess server = ServerProcess.startOnAFreePort("run-file-server", directory.toString());
                Socket peer = server.connect()) {
            send(peer, "a.txt\n5\nhello");
            peer.shutdownOutput();
            await().until(() -> Files.exists(directory.resolve("a.txt")));
            assertThat(directory.resolve("a.txt")).hasContent("hello");
        }
    }

    @Test
    @Tag("feature-232")
    void publishSubscribeServerCarriesMessagesToOtherConnections() throws IOException {
        try (ServerProcess server = ServerProcess.startOnAFreePort("run-pubsub-server", "--host", "127.0.0.1");
                Socket subscriber = server.connect();
                Socket publisher = server.connect()) {
            send(subscriber, "{\"action\":\"subscribe\",\"topic\":\"news\"}\n");
            // The subscriber's own event says that it is subscribed: there are no acknowledgements.
            send(subscriber, "{\"action\":\"publish\",\"topic\":\"news\",\"message\":\"mine\"}\n");
            expect(subscriber, "{\"topic\":\"news\",\"message\":\"mine\"}\n");
            send(publisher, "{\"action\":\"publish\",\"topic\":\"news\",\"message\":\"hi\"}\n");
            expect(subscriber, "{\"topic\":\"news\",\"message\":\"hi\"}\n");
        }
    }

    @Test
    @Tag("feature-234")
    void rpcServerAddsAndEchoes() throws IOException {
        try (ServerProcess server = ServerProcess.startOnAFreePort("run-rpc-server");
                Socket peer = server.connect()) {
            send(peer, "{\"method\":\"add\",\"params\":[2,3],\"kwargs\":{}}\n");
            expect(peer, "{\"result\":5}\n");
            send(peer, "{\"method\":\"echo\",\"params\":[\"hi\"],\"kwargs\":{}}\n");
            expect(peer, "{\"result\":\"hi\"}\n");
        }
    }
}
