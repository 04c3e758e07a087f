package io.trunkline.testing;

import io.trunkline.transport.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What a proxy shows of itself and of what went through it, and what it refuses. */
class FaultProxyRecordIT {
    private static final int PATIENCE_SECONDS = 20;
    private static final long SEED = 20_261_120;

    private ServerSocket listener;
    private FaultProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.before(new Endpoint("127.0.0.1", listener.getLocalPort()), SEED);
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        server = listener.accept();
        client.setSoTimeout(PATIENCE_SECONDS * 1_000);
        server.setSoTimeout(PATIENCE_SECONDS * 1_000);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        listener.close();
        proxy.close();
    }

    private static void send(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void receive(Socket to, int count) throws IOException {
        to.getInputStream().skipNBytes(count);
    }

    @Test
    void transcriptShowsBytesEachWayAndTheSeed() throws IOException {
        send(client, "ping");
        receive(server, 4);
        send(server, "pong!");
        receive(client, 5);
        Transcript transcript = proxy.transcript();

        assertThat(transcript.toServer(1).text()).isEqualTo("ping");
        assertThat(transcript.toClient(1).text()).isEqualTo("pong!");
        assertThat(transcript.toServer(2).size()).isZero();
        assertThat(transcript.forgotten()).isZero();
        assertThat(transcript.seed()).isEqualTo(SEED);
        assertThat(transcript).asString().contains("seed=" + SEED, "#1 -> open", "#1 -> ", "#1 <- ");
    }

    private void sendAll(byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void transcriptForgetsTheOldestBeyondItsBound() throws Exception {
        byte[] many = new byte[2 * 1024 * 1024];
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(many));
        receive(server, many.length);
        sent.get(PATIENCE_SECONDS, SECONDS);

        assertThat(proxy.transcript().toServer(1).size()).isBetween(512 * 1024, 1024 * 1024);
        assertThat(proxy.transcript().forgotten()).isPositive();
    }

    @Test
    void saysWhatItIs() {
        proxy.toServer().latency(Duration.ofMillis(5));

        assertThat(proxy)
                .hasToString("FaultProxy[127.0.0.1:" + proxy.port() + " -> 127.0.0.1:" + listener.getLocalPort()
                        + ", seed=" + SEED + ", connections=1, toServer=[Latency[delay=PT0.005S, jitter=PT0S]],"
                        + " toClient=[]]");
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        Toxics toxics = proxy.toServer();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> toxics.latency(Duration.ofMillis(1), Duration.ofMillis(2)))
                .withMessageContaining("jitter");
        assertThatIllegalArgumentException().isThrownBy(() -> toxics.bandwidth(0));
        assertThatIllegalArgumentException().isThrownBy(() -> toxics.slicer(0, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> toxics.resetAfter(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> toxics.duplicate(0));
        assertThat(toxics).hasToString("[]");
    }

    @Test
    void closedProxyTakesNoFaultsAndStillShowsItsTranscript() throws IOException {
        send(client, "ping");
        receive(server, 4);
        proxy.close();

        assertThatIllegalStateException().isThrownBy(() -> proxy.toServer().hold());
        assertThatIllegalStateException().isThrownBy(proxy::heal);
        assertThat(proxy.transcript().toServer(1).text()).isEqualTo("ping");
    }
}
