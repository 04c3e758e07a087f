package io.trunkline.testing;

import io.trunkline.client.FrameClient;
import io.trunkline.server.TrunklineServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A format of a user's own on a real listener, spoken to by a plain socket and by our client. */
class UserFormatIT {
    private static final byte[] REQUEST = "\u0005hello".getBytes(StandardCharsets.ISO_8859_1);

    private static TrunklineServer server;

    @BeforeAll
    static void start() {
        server = TrunklineServer.builder()
                .listen(0, new ShoutFormat(), connection -> connection::send)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    @Test
    void echoesAPlainSocketWhereverTheRequestIsSplit() throws IOException {
        try (Socket peer = connect()) {
            for (int split = 0; split <= REQUEST.length; split++) {
                peer.getOutputStream().write(REQUEST, 0, split);
                peer.getOutputStream().flush();
                peer.getOutputStream().write(REQUEST, split, REQUEST.length - split);

                assertThat(peer.getInputStream().readNBytes(REQUEST.length)).isEqualTo(REQUEST);
            }
        }
    }

    @Test
    void echoesRequestsThatComeTogether() throws IOException {
        try (Socket peer = connect()) {
            String five = "\u0005hello".repeat(5);
            peer.getOutputStream().write(five.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(peer.getInputStream().readNBytes(five.length()))
                    .asString(StandardCharsets.ISO_8859_1)
                    .isEqualTo(five);
        }
    }

    @Test
    void clientOfTheSameFormatGetsItsFramesBack() {
        try (FrameClient<String> client = FrameClient.connect(new ShoutFormat(), "localhost", server.port())) {
            client.send("hello");
            client.send("");

            assertThat(client.receive(Duration.ofSeconds(20))).isEqualTo("hello");
            assertThat(client.receive(Duration.ofSeconds(20))).isEmpty();
        }
    }
}
