package io.trunkline.testing;

import io.trunkline.transport.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Every fault, between two plain sockets. */
class FaultProxyIT {
    private static final int PATIENCE_MILLIS = 20_000;
    /** How long a socket is watched that must stay silent: too short can only let a fault pass, never fail a good proxy. */
    private static final int SILENCE_MILLIS = 100;

    /** What a direction holds back before it stops reading. */
    private static final long QUEUE_BYTES = 1024 * 1024;

    private static final long SEED = 20_261_120;

    private ServerSocket listener;
    private FaultProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.before(new Endpoint("127.0.0.1", listener.getLocalPort()), SEED);
        client = patient(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
        server = patient(listener.accept());
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        client.close();
        server.close();
        listener.close();
        proxy.close();
        proxy.close();
        assertThat(proxy.connections()).isZero();
        OurThreads.awaitNone();
    }

    private static Socket patient(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Socket to, int count) throws IOException {
        return new String(to.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
    }

    private static void assertEnds(Socket socket) throws IOException {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    private static void assertReset(Socket socket) {
        assertThatExceptionOfType(SocketException.class)
                .isThrownBy(() -> socket.getInputStream().read())
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> socket.getInputStream().read());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    private void awaitGone() {
        await().atMost(20, SECONDS).until(() -> proxy.connections() == 0);
    }

    @Test
    void forwardsBytesBothWaysAndThenTheEnds() throws IOException {
        send(client, "ping");
        assertThat(receive(server, 4)).isEqualTo("ping");
        client.shutdownOutput();
        assertEnds(server);
        send(server, "pong");
        server.close();
        assertThat(receive(client, 4)).isEqualTo("pong");
        assertEnds(client);
        awaitGone();
    }

    @Test
    void forwardsMegabytesUnchanged() throws Exception {
        byte[] many = new byte[5 * 1024 * 1024];
        new Random(SEED).nextBytes(many);
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(many));

        assertThat(server.getInputStream().readNBytes(many.length)).isEqualTo(many);
        sent.get(20, SECONDS);
    }

    private void sendAll(byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void forwardsResets() throws IOException {
        client.setSoLinger(true, 0);
        client.close();

        assertReset(server);
        awaitGone();
    }

    @Test
    void serverThatTakesNoConnectionIsAResetForTheClient() throws IOException {
        // Bound, and never listened on: whoever was given the port of a listener that has closed would take the
        // connection.
        try (Socket held = new Socket()) {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (FaultProxy nowhere = FaultProxy.before(new Endpoint("127.0.0.1", held.getLocalPort()));
                    Socket late = patient(new Socket(InetAddress.getLoopbackAddress(), nowhere.port()))) {
                assertReset(late);
            }
        }
    }

    @Test
    void refusedConnectsAreRefusedUntilTheyAreAcceptedAgain() throws IOException {
        proxy.refuseConnections();
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), proxy.port()).close());
        send(client, "still here");
        assertThat(receive(server, 10)).isEqualTo("still here");

        proxy.acceptConnections();
        new Socket(InetAddress.getLoopbackAddress(), proxy.port()).close();
        listener.accept().close();
    }

    @Test
    void latencyKeepsOrderAndBytes() throws IOException {
        proxy.toServer().latency(Duration.ofMillis(20), Duration.ofMillis(20));
        for (int i = 0; i < 10; i++) {
            send(client, "" + i);
        }
        client.shutdownOutput();

        assertThat(receive(server, 10)).isEqualTo("0123456789");
        assertEnds(server);
    }

    @Test
    void bandwidthAndSlicerTogetherDeliverEverything() throws IOException {
        proxy.toClient().bandwidth(2_000).slicer(7, Duration.ofMillis(1));
        send(server, "x".repeat(300));

        assertThat(receive(client, 300)).isEqualTo("x".repeat(300));
    }

    @Test
    void slicerHandsOnPiecesOfItsSize() throws IOException {
        proxy.toServer().slicer(1, Duration.ofMillis(1));
        send(client, "abc");

        assertThat(receive(server, 3)).isEqualTo("abc");
        assertThat(proxy.transcript().toString().lines().filter(line -> line.contains("-> Payload[1 B")))
                .hasSize(3);
    }

    @Test
    void heldBytesAndEndsComeWhenTheyAreReleased() throws IOException {
        proxy.toServer().hold();
        send(client, "late");
        client.shutdownOutput();
        assertSilent(server);
        send(server, "other way");
        assertThat(receive(client, 9)).isEqualTo("other way");

        proxy.toServer().release();
        assertThat(receive(server, 4)).isEqualTo("late");
        assertEnds(server);
    }

    @Test
    void holdStopsReadingWhenItsQueueIsFull() throws IOException {
        proxy.toServer().hold();
        try (SocketChannel sender = SocketChannel.open(client.getRemoteSocketAddress());
                Socket receiver = patient(listener.accept())) {
            sender.configureBlocking(false);
            long sent = sendUntilNothingIsTaken(sender);

            assertThat(sent).isLessThan(32L * 1024 * 1024);
            proxy.toServer().release();
            receiver.getInputStream().skipNBytes(sent);
        }
    }

    private static long sendUntilNothingIsTaken(SocketChannel sender) {
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        AtomicLong sent = new AtomicLong();
        await().during(500, MILLISECONDS).atMost(20, SECONDS).until(() -> {
            int taken;
            long before = sent.get();
            while ((taken = sender.write(bytes.clear())) > 0) {
                sent.addAndGet(taken);
            }
            return sent.get() == before && before >= QUEUE_BYTES; // It may be slow to take what it takes.
        });
        return sent.get();
    }

    @Test
    void blackHoleSwallowsOneDirectionOnly() throws IOException {
        proxy.toClient().blackHole();
        send(server, "lost");
        server.shutdownOutput();
        send(client, "arrives");

        assertThat(receive(server, 7)).isEqualTo("arrives");
        assertSilent(client);
        assertThat(proxy.transcript().toClient(1).size()).isZero();
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(proxy.transcript()).asString().contains("<- sender ended"));
        assertThat(proxy.transcript()).asString().doesNotContain("<- end");
    }

    @Test
    void halfOpenHidesBytesEndsAndResetsAndHealsIntoAReset() throws IOException {
        proxy.halfOpen();
        send(server, "nobody");
        client.setSoLinger(true, 0);
        client.close();
        assertSilent(server);

        proxy.heal();
        assertReset(server);
    }

    @Test
    void resetAfterForwardsExactlyThatMuch() throws IOException {
        proxy.toServer().resetAfter(3);
        send(client, "abcdef");

        assertThat(receive(server, 3)).isEqualTo("abc");
        assertReset(server);
        assertReset(client);
        awaitGone();
    }

    @Test
    void resetAfterNothingResetsAtOnceAndNewConnectionsToo() throws IOException {
        proxy.toServer().resetAfter(0);
        assertReset(client);
        assertReset(server);
        try (Socket late = patient(new Socket(InetAddress.getLoopbackAddress(), proxy.port()))) {
            assertReset(late);
        }
    }

    @Test
    void resetAfterNothingResetsAConnectionWhoseClientHasEndedItsOutput() throws IOException {
        client.shutdownOutput();
        assertEnds(server);
        proxy.toServer().resetAfter(0);

        assertReset(client);
    }

    @Test
    void closeAfterEndsBothSidesInOrder() throws IOException {
        proxy.toServer().closeAfter(3);
        send(client, "abcdef");

        assertThat(receive(server, 3)).isEqualTo("abc");
        assertEnds(server);
        assertEnds(client);
        send(client, "into the void");
        client.close();
        server.close();
        awaitGone();
    }

    @Test
    void corruptAtFlipsOneBit() throws IOException {
        proxy.toServer().corruptAt(1);
        send(client, "abc");
        byte[] got = server.getInputStream().readNBytes(3);

        assertThat(got[0]).isEqualTo((byte) 'a');
        assertThat(Integer.bitCount((got[1] ^ 'b') & 0xFF)).isOne();
        assertThat(got[2]).isEqualTo((byte) 'c');
    }

    @Test
    void corruptEveryHitsEachWindow() throws IOException {
        proxy.toServer().corruptEvery(10);
        client.getOutputStream().write(new byte[100]);
        byte[] got = server.getInputStream().readNBytes(100);

        for (int from = 0; from < 100; from += 10) {
            assertThat(Arrays.copyOfRange(got, from, from + 10)).isNotEqualTo(new byte[10]);
        }
    }

    @Test
    void duplicateSendsTheNextBytesTwice() throws IOException {
        send(client, "before ");
        assertThat(receive(server, 7)).isEqualTo("before ");
        proxy.toServer().duplicate(3);
        send(client, "abcdef");

        assertThat(receive(server, 9)).isEqualTo("abcabcdef");
    }

    @Test
    void slowCloseForwardsTheEndLater() throws IOException {
        proxy.toServer().slowClose(Duration.ofMillis(50));
        send(client, "last");
        client.shutdownOutput();

        assertThat(receive(server, 4)).isEqualTo("last");
        assertEnds(server);
    }

    @Test
    void resetConnectionsSparesThoseThatComeLater() throws IOException {
        proxy.resetConnections();
        assertReset(client);
        try (Socket late = patient(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
                Socket end = patient(listener.accept())) {
            send(late, "fine");
            assertThat(receive(end, 4)).isEqualTo("fine");
            assertThat(proxy.connections()).isOne();
        }
    }

    @Test
    void clearTakesTheFaultsOfOneDirectionAway() throws IOException {
        proxy.toServer().hold().slicer(1, Duration.ZERO);
        proxy.toClient().hold();
        send(client, "there");
        send(server, "back");
        proxy.toServer().clear();

        assertThat(receive(server, 5)).isEqualTo("there");
        assertSilent(client);
        assertThat(proxy.toServer()).hasToString("[]");
        assertThat(proxy.toClient()).hasToString("[Hold[]]");
    }
}
