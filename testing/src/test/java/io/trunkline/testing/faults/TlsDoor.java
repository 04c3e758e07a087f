package io.trunkline.testing.faults;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.Acceptor;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An echo of length-prefixed frames behind TLS ports and a plain one, on one loop, for peers that misbehave.
 *
 * <p>Those that behave have a TLS port of their own, whose handshake may take its time however short the other's is.
 */
final class TlsDoor implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Each has a deadline of its own, by which it looks after itself. */
    private static final int LISTENERS = 3;

    private final RuntimeCore core = RuntimeCore.start(1, null, Ticker.SYSTEM, false);
    private final BlockingQueue<FramePeer> opened = new LinkedBlockingQueue<>();
    private final Acceptor secure;
    private final Acceptor patient;
    private final Acceptor plain;

    TlsDoor(Duration handshakeTimeout) {
        ConnectionSettings settings = ConnectionSettings.DEFAULT.withHandshakeTimeout(handshakeTimeout);
        secure = listen(settings.withTls(Security.TLS.servers()));
        patient = listen(settings.withTls(Security.TLS.servers()).withHandshakeTimeout(PATIENCE));
        plain = listen(settings);
    }

    private Acceptor listen(ConnectionSettings settings) {
        FrameProtocol<Payload> protocol = new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.lengthPrefixed(), FrameLimits.DEFAULT, settings.outbound(), core.workers(), false));
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Acceptor.bind(
                core,
                anyPort,
                settings,
                () -> protocol.logic(connection -> {
                    FramePeer peer = new FramePeer(connection, true);
                    opened.add(peer);
                    return peer;
                }));
    }

    /** A bare socket at the TLS port. */
    Socket connect() throws IOException {
        return socketTo(secure);
    }

    /** A bare socket at the plain port. */
    Socket connectPlain() throws IOException {
        return socketTo(plain);
    }

    private static Socket socketTo(Acceptor door) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), door.address().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** What connections have had charged to the budget. */
    long memoryUsed() {
        return core.memory().used();
    }

    /** TLS of the JDK's over a bare socket, the handshake done in one version. */
    static SSLSocket handshake(Socket bare, String version) throws IOException {
        SSLSocket socket = Security.secure(bare);
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    /** The server's side of the connection that opened last. */
    FramePeer opened() throws InterruptedException {
        FramePeer peer = opened.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(peer).as("a connection that opened").isNotNull();
        return peer;
    }

    CloseReason reason(FramePeer peer) {
        assertThat(peer.closed()).succeedsWithin(PATIENCE);
        return peer.closed().join();
    }

    /** Nothing came through to a handler, nothing waits, nobody spins, and a well-behaved peer is served. */
    void assertUnharmed() throws Exception {
        await().atMost(PATIENCE)
                .until(() -> Resources.of(core).deadlines() <= LISTENERS
                        && core.memory().used() == 0);
        assertThat(opened).as("connections whose handshake failed").isEmpty();
        LoopCpu.awaitCalm(core);
        try (SSLSocket socket = handshake(socketTo(patient), "TLSv1.3")) {
            assertEchoes(socket);
        }
    }

    static void assertEchoes(Socket socket) throws IOException {
        byte[] frame = {0, 0, 0, 2, 'h', 'i'};
        socket.getOutputStream().write(frame);
        assertThat(socket.getInputStream().readNBytes(frame.length)).isEqualTo(frame);
    }

    @Override
    public void close() {
        core.close();
    }
}
