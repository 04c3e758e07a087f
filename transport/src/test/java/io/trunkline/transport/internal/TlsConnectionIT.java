package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.TlsException;
import io.trunkline.transport.internal.tls.JdkTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** TLS over real sockets, with the JDK's engine on both ends, or a peer that is not ours. */
class TlsConnectionIT {
    private static final String TLS12 = "TLSv1.2";
    private static final String TLS13 = "TLSv1.3";
    private static final int SLICES = 16 * 1024;

    /** Patient: the first handshake of a JVM takes seconds where the machine is busy. */
    private static ConnectionSettings settings(String protocol) {
        return ConnectionSettings.DEFAULT.withTls(new JdkTls(protocol)).withHandshakeTimeout(SocketRig.PATIENCE);
    }

    private static CompletableFuture<TcpConnection> connect(
            SocketRig rig, Acceptor to, ConnectionSettings settings, ConnectionLogic logic) {
        Endpoint endpoint = new Endpoint("localhost", to.address().getPort());
        return new Connector(rig.core, settings).connect(endpoint, SocketRig.PATIENCE, () -> logic);
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS12, TLS13})
    void echoesMuchMoreThanOneRecord(String protocol) {
        byte[] sent = new byte[3_000_000];
        new Random(protocol.hashCode()).nextBytes(sent);
        try (SocketRig rig = new SocketRig()) {
            Acceptor acceptor = rig.listen(settings(protocol), Echo::new);
            Collector collector = new Collector();
            TcpConnection client =
                    connect(rig, acceptor, settings(protocol), collector).join();
            assertThat(client.tls()).get().satisfies(tls -> {
                assertThat(tls.protocol()).isEqualTo(protocol);
                assertThat(tls.group()).contains("x25519");
            });
            for (int from = 0; from < sent.length; from += SLICES) {
                client.write(new Encoded(Arrays.copyOfRange(sent, from, Math.min(sent.length, from + SLICES))));
            }
            await().atMost(SocketRig.PATIENCE).until(() -> collector.size() == sent.length);
            assertThat(collector.bytes()).isEqualTo(sent);
        }
    }

    @Test
    void writesOfForeignThreadsArriveWholeAndInTheOrderOfEach() throws Exception {
        int threads = 4;
        int each = 2_000;
        try (SocketRig rig = new SocketRig()) {
            Collector server = new Collector();
            Acceptor acceptor = rig.listen(settings(TLS13), () -> server);
            TcpConnection client =
                    connect(rig, acceptor, settings(TLS13), new Collector()).join();
            List<Thread> writers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int id = t;
                writers.add(new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        client.write(new Encoded(
                                ByteBuffer.allocate(8).putInt(id).putInt(i).array()));
                    }
                }));
            }
            writers.forEach(Thread::start);
            for (Thread writer : writers) {
                writer.join();
            }
            await().atMost(SocketRig.PATIENCE).until(() -> server.size() == threads * each * 8);
            int[] next = new int[threads];
            ByteBuffer arrived = ByteBuffer.wrap(server.bytes());
            while (arrived.hasRemaining()) {
                int id = arrived.getInt();
                assertThat(arrived.getInt()).isEqualTo(next[id]++);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS12, TLS13})
    void whoeverEndsFirstBothEndInOrderBehindTheLastByte(String protocol) {
        for (boolean clientFirst : new boolean[] {true, false}) {
            try (SocketRig rig = new SocketRig()) {
                Collector server = new Collector();
                Collector client = new Collector();
                Acceptor acceptor = rig.listen(settings(protocol), () -> server);
                connect(rig, acceptor, settings(protocol), client).join();
                await().atMost(SocketRig.PATIENCE).until(server::isOpened);
                Collector first = clientFirst ? client : server;
                Collector second = clientFirst ? server : client;
                first.opened().write(new Encoded(new byte[200_000]));
                first.opened().closeAfterWrites(CloseReason.of(CloseReason.Kind.LOCAL, "done"));
                assertThat(first.reason()).isEqualTo(CloseReason.Kind.LOCAL);
                assertThat(second.reason()).isEqualTo(CloseReason.Kind.REMOTE);
                assertThat(second.size()).isEqualTo(200_000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS12, TLS13})
    void aPlainCloseIsSeenAsAnEndAndNotAsALoss(String protocol) {
        try (SocketRig rig = new SocketRig()) {
            Collector server = new Collector();
            Acceptor acceptor = rig.listen(settings(protocol), () -> server);
            connect(rig, acceptor, settings(protocol), new Collector()).join().close();
            assertThat(server.reason()).isEqualTo(CloseReason.Kind.REMOTE);
        }
    }

    /** Input 108 and F42, SEC-12. */
    @Test
    void aSocketThatEndsWithoutCloseNotifyIsLost() throws Exception {
        try (SocketRig rig = new SocketRig()) {
            Collector server = new Collector();
            Acceptor acceptor = rig.listen(settings(TLS13), () -> server);
            try (Socket plain = SocketRig.plain(acceptor);
                    SSLSocket socket = layered(plain, acceptor)) {
                socket.getOutputStream().write(new byte[100]);
                await().atMost(SocketRig.PATIENCE).until(() -> server.size() == 100);
                plain.shutdownOutput();
                assertThat(server.reason()).isEqualTo(CloseReason.Kind.LOST);
            }
        }
    }

    private static SSLSocket layered(Socket plain, Acceptor to) throws IOException {
        return (SSLSocket) JdkTls.newContext()
                .getSocketFactory()
                .createSocket(plain, "localhost", to.address().getPort(), true);
    }

    /** F1, input 101. */
    @Test
    void aHandshakeThatNeverBeginsOrNeverEndsIsClosedAtItsTimeout() throws Exception {
        ConnectionSettings impatient = settings(TLS13).withHandshakeTimeout(Duration.ofMillis(100));
        try (SocketRig rig = new SocketRig()) {
            Acceptor acceptor = rig.listen(impatient, Collector::new);
            for (byte[] beginning : new byte[][] {{}, {22, 3, 1, 0x40, 0, 1, -1, -1, -1, 3, 3}}) {
                try (Socket silent = SocketRig.plain(acceptor)) {
                    silent.getOutputStream().write(beginning);
                    assertThat(silent.getInputStream().readAllBytes()).isEmpty();
                } catch (IOException reset) {
                    assertThat(reset).hasMessageContaining("reset");
                }
            }
        }
    }

    @Test
    void aListenerThatClosesEndsTheHandshakesThatAreUnderWay() throws Exception {
        ConnectionSettings patient = settings(TLS13).withHandshakeTimeout(Duration.ofHours(1));
        try (SocketRig rig = new SocketRig()) {
            Acceptor acceptor = rig.listen(patient, Collector::new);
            try (Socket silent = SocketRig.plain(acceptor)) {
                await().atMost(SocketRig.PATIENCE).until(() -> handshakes(rig) == 1);
                acceptor.close();
                assertThat(silent.getInputStream().readAllBytes()).isEmpty();
            }
        }
    }

    private static int handshakes(SocketRig rig) {
        return rig.core.loops().stream()
                .mapToInt(loop -> CompletableFuture.supplyAsync(
                                () -> loop.connections().size(), loop)
                        .join())
                .sum();
    }

    /** Input 100. */
    @Test
    void plainBytesOnATlsPortAreRefused() throws Exception {
        try (SocketRig rig = new SocketRig()) {
            Acceptor acceptor = rig.listen(settings(TLS13), Collector::new);
            try (Socket plain = SocketRig.plain(acceptor)) {
                plain.getOutputStream()
                        .write("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                assertThat(plain.getInputStream().readAllBytes()).isEmpty();
            }
        }
    }

    /** Input 104. */
    @ParameterizedTest
    @ValueSource(strings = {TLS12, TLS13})
    void aHandshakeInSegmentsOfOneByteCompletes(String protocol) throws Exception {
        try (SocketRig rig = new SocketRig();
                ServerSocket slicer =
                        new ServerSocket(0, 1, SocketRig.loopback(0).getAddress())) {
            Acceptor acceptor = rig.listen(settings(protocol), Echo::new);
            Thread relay = new Thread(() -> sliceBothWays(slicer, acceptor), "slicer");
            relay.start();
            Collector collector = new Collector();
            TcpConnection client = new Connector(rig.core, settings(protocol))
                    .connect(new Endpoint("127.0.0.1", slicer.getLocalPort()), SocketRig.PATIENCE, () -> collector)
                    .join();
            client.write(new Encoded(new byte[500]));
            await().atMost(SocketRig.PATIENCE).until(() -> collector.size() == 500);
            client.close();
            relay.join();
        }
    }

    private static void sliceBothWays(ServerSocket slicer, Acceptor to) {
        try (Socket client = slicer.accept();
                Socket server = SocketRig.plain(to)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread back = new Thread(() -> slice(server, client), "slicer-back");
            back.start();
            slice(client, server);
            back.join();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void slice(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                out.write(next);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One end has closed: so the other hears of it when the sockets close.
        }
    }

    @Test
    void aConnectSaysWhichAlertItGot() {
        try (SocketRig rig = new SocketRig()) {
            Acceptor acceptor = rig.listen(settings(TLS12), Collector::new);
            assertThatThrownBy(connect(rig, acceptor, settings(TLS13), new Collector())::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(TlsException.class)
                    .hasMessageContaining("protocol_version");
        }
    }

    @Test
    void aConnectToAPlainPortSaysThatItIsNoTls() {
        try (SocketRig rig = new SocketRig()) {
            Collector talkative = new Collector() {
                @Override
                public void onOpen(TcpConnection connection) {
                    connection.write(new Encoded(new byte[] {0, 0, 0, 20, 'P', 'U', 'B', ','}));
                }
            };
            Acceptor acceptor = rig.listen(() -> talkative);
            Collector untold = new Collector();
            assertThatThrownBy(connect(rig, acceptor, settings(TLS13), untold)::join)
                    .cause()
                    .isInstanceOf(TlsException.class)
                    .hasMessageContaining("length-prefixed peer without TLS");
            assertThat(untold.closed).isNotDone();
        }
    }

    @Test
    void aConnectThatIsCancelledWithinTheHandshakeLeavesNothing() throws Exception {
        try (SocketRig rig = new SocketRig();
                ServerSocket silent =
                        new ServerSocket(0, 1, SocketRig.loopback(0).getAddress())) {
            CompletableFuture<TcpConnection> connecting = new Connector(rig.core, settings(TLS13))
                    .connect(new Endpoint("127.0.0.1", silent.getLocalPort()), SocketRig.PATIENCE, Collector::new);
            try (Socket accepted = silent.accept()) {
                accepted.setSoTimeout((int) SocketRig.PATIENCE.toMillis());
                assertThat(accepted.getInputStream().read()).isEqualTo(22);
                connecting.cancel(true);
                assertThat(accepted.getInputStream().readAllBytes()).isNotEmpty();
            }
        }
    }

    private static class Collector implements ConnectionLogic {
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        private final Queue<byte[]> arrived = new ConcurrentLinkedQueue<>();
        private final AtomicInteger size = new AtomicInteger();
        private volatile @Nullable TcpConnection connection;

        boolean isOpened() {
            return connection != null;
        }

        TcpConnection opened() {
            return Objects.requireNonNull(connection, "not open yet");
        }

        int size() {
            return size.get();
        }

        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            arrived.forEach(all::writeBytes);
            return all.toByteArray();
        }

        CloseReason.Kind reason() {
            return closed.orTimeout(SocketRig.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join()
                    .kind();
        }

        @Override
        public void onOpen(TcpConnection opened) {
            connection = opened;
        }

        @Override
        public void onBytes(byte[] array, int from, int to) {
            arrived.add(Arrays.copyOfRange(array, from, to));
            size.addAndGet(to - from);
        }

        @Override
        public void onEnd() {
            opened().closeAfterWrites(CloseReason.of(CloseReason.Kind.REMOTE, "the peer has ended"));
        }

        @Override
        public void onClose(CloseReason reason) {
            closed.complete(reason);
        }
    }

    private static final class Echo extends Collector {
        @Override
        public void onBytes(byte[] array, int from, int to) {
            opened().write(new Encoded(Arrays.copyOfRange(array, from, to)));
        }
    }
}
