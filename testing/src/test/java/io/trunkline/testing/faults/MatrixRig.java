package io.trunkline.testing.faults;

import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.testing.FaultProxy;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.FramePace;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One cell of the matrix: a listener on one loop, a client behind the proxy, and a neighbour on the listener's loop whom the
 * fault must not touch.
 *
 * <p>Only the deadline that the cell expects to fire is short, so a slow machine cannot let another one fire.
 */
final class MatrixRig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    /** More than the proxy and the kernel can hold between the two. */
    static final int BULK = 4 * 1024 * 1024;
    /** Each has a deadline of its own, by which it looks after itself. */
    private static final int LISTENERS = 2;

    /** Long enough for what comes before the strike, also where other cells have the processors. */
    private static final Duration SHORT = Duration.ofMillis(1_500);
    /** For a handshake that the client must be through with before the server gives it up. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);

    private static final Duration LONG = Duration.ofMinutes(5);
    /** Half of it takes half a second through the byte-wise slicer, and no time otherwise. */
    private static final int SMALL_FRAME = 512;
    /** Half of it takes half a minute over a link of 1 KiB/s. */
    private static final int SLOW_FRAME = 64 * 1024;

    private final Security security;
    private final Fault fault;
    private final Phase phase;
    private final Expectation expectation;
    private final RuntimeCore servers = RuntimeCore.start(1, null, Ticker.SYSTEM, false);
    private final RuntimeCore clients = RuntimeCore.start(1, null, Ticker.SYSTEM, false);
    private final BlockingQueue<FramePeer> accepted = new LinkedBlockingQueue<>();
    private final Acceptor listener;
    private final Socket neighbour;
    private final FaultProxy proxy;
    private final byte[] frame;
    private ProbeClient client;
    private FramePeer server;

    MatrixRig(Security security, Phase phase, Fault fault, Expectation expectation) throws IOException {
        this.security = security;
        this.phase = phase;
        this.fault = fault;
        this.expectation = expectation;
        listener = listen(settings(), peer -> accepted.add(peer));
        Acceptor quiet = listen(ConnectionSettings.DEFAULT, peer -> {});
        neighbour = new Socket(InetAddress.getLoopbackAddress(), quiet.address().getPort());
        neighbour.setSoTimeout((int) PATIENCE.toMillis());
        proxy = FaultProxy.before(new Endpoint("127.0.0.1", listener.address().getPort()));
        boolean slow = phase == Phase.INCOMING && fault == Fault.BANDWIDTH;
        frame = framed(slow ? SLOW_FRAME : SMALL_FRAME);
    }

    private Acceptor listen(ConnectionSettings settings, Consumer<FramePeer> opened) {
        FrameProtocol<Payload> protocol = new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.lengthPrefixed(), FrameLimits.of(BULK), settings.outbound(), servers.workers(), false));
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Acceptor.bind(
                servers,
                anyPort,
                settings,
                () -> protocol.logic(connection -> {
                    FramePeer peer = new FramePeer(connection, true);
                    opened.accept(peer);
                    return peer;
                }));
    }

    private ConnectionSettings settings() {
        Duration stall =
                shortIf(fault == Fault.SILENCE || fault == Fault.BANDWIDTH || expectation.endsAs("WRITE_STALL"));
        SocketOptions socket = SocketOptions.builder()
                .sendBuffer(64 * 1024)
                .allowHalfOpen(phase == Phase.HALF_CLOSED)
                .build();
        return new ConnectionSettings(socket, new OutboundLimits(16 * 1024, 64 * 1024, 4 * BULK, stall, Overflow.FAIL))
                .withTls(security.servers())
                .withIdleTimeout(shortIf(expectation.endsAs("IDLE")))
                .withHandshakeTimeout(handshakeTimeout())
                .withFramePace(FramePace.DEFAULT.withTimeout(shortIf(expectation.endsAs("FRAME_TIMEOUT"))));
    }

    private Duration handshakeTimeout() {
        boolean clientOpens = !expectation.client().contains(Ending.CONNECT);
        return expectation.serverNeverOpens() && clientOpens ? HANDSHAKE : shortIf(expectation.serverNeverOpens());
    }

    private ConnectionSettings clientSettings() {
        return ConnectionSettings.DEFAULT
                .withTls(security.clients())
                .withIdleTimeout(shortIf(expectation.client().contains("IDLE")))
                .withHandshakeTimeout(shortIf(expectation.client().contains(Ending.CONNECT)));
    }

    private static Duration shortIf(boolean condition) {
        return condition ? SHORT : LONG;
    }

    private static byte[] framed(int size) {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        FrameFormat<Payload> format = FrameFormat.lengthPrefixed();
        ByteBuffer out = ByteBuffer.allocate(format.size(Payload.wrap(payload)));
        format.write(Payload.wrap(payload), out);
        return out.array();
    }

    Expectation expectation() {
        return expectation;
    }

    FaultProxy proxy() {
        return proxy;
    }

    byte[] frame() {
        return frame;
    }

    ProbeClient client() {
        return client;
    }

    FramePeer server() {
        return server;
    }

    void beginToConnect() {
        client = new RawProbe(clients, clientSettings(), proxy.endpoint());
    }

    void connect() {
        beginToConnect();
        ((RawProbe) client).awaitOpen();
        takeServer();
    }

    void connectHalfClosed() {
        try {
            SocketProbe probe = new SocketProbe(security.socket(proxy.port()));
            client = probe;
            takeServer();
            probe.endOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void takeServer() {
        try {
            server = accepted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(server).as("the server's side").isNotNull();
    }

    /** Sends a large frame to the client into a network that keeps it back. */
    void jam() {
        proxy.toClient().hold();
        fill();
    }

    /** Sends a large frame to the client, and waits until the server is left with some of it. */
    void fill() {
        server.connection().send(Payload.wrap(new byte[BULK]));
        long[] before = {-1};
        await().atMost(PATIENCE)
                .until(() ->
                        before[0] == (before[0] = server.connection().stats().bytesWritten()) && before[0] > 0);
        assertThat(server.connection().stats().outboundBytes()).isPositive();
    }

    void awaitReceived(int count) {
        await().atMost(PATIENCE).until(() -> client.received().length >= count);
    }

    /** Lets the fault strike, and what follows from it happen. */
    void strike() {
        fault.strike(proxy, phase.isBulk());
        if (fault != Fault.HELD) {
            proxy.toServer().release();
            proxy.toClient().release();
        }
        if (client == null) {
            beginToConnect();
        }
        phase.goOn(this);
        if (fault == Fault.HELD) {
            proxy.toServer().release();
            proxy.toClient().release();
        }
    }

    /** The neighbour's frames go to and fro as if nothing had happened. */
    void assertNeighbourUnharmed() throws IOException {
        byte[] hello = framed(100);
        neighbour.getOutputStream().write(hello);
        assertThat(neighbour.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
    }

    /** The server's side ended as the cell says, and then the client's, which may need the network back for that. */
    void assertEnded() {
        if (server == null && !expectation.serverNeverOpens()) {
            takeServer();
        }
        if (server != null) {
            assertThat(server.closed())
                    .succeedsWithin(PATIENCE)
                    .satisfies(reason -> assertThat(expectation.server())
                            .as(reason.toString())
                            .contains(Ending.of(reason)));
        }
        if (!clientHearsByItself()) {
            heal();
        }
        if (phase == Phase.SLOW_READER) {
            client.resumeReading();
        }
        assertThat(client.ended())
                .succeedsWithin(PATIENCE)
                .satisfies(ending -> assertThat(expectation.client()).contains(ending));
    }

    /** What the server said at its end is lost or spoilt with the rest, and not what the proxy reads after the fault is gone. */
    private void heal() {
        if (fault.changesWhatTheClientHears()) {
            await().atMost(PATIENCE).until(() -> client.ended().isDone() || hasSeenTheServersEnd());
        }
        proxy.heal();
    }

    private boolean hasSeenTheServersEnd() {
        return proxy.transcript().toString().lines().anyMatch(line -> line.contains("<- sender "));
    }

    /** By its own deadline, or because the server's end comes through: healed too early, it could live. */
    private boolean clientHearsByItself() {
        return expectation.client().contains("IDLE") || expectation.serverNeverOpens();
    }

    /** Everything arrived, nobody ended, and the connection ends as any other does. */
    void assertLives() throws Exception {
        if (server == null) {
            takeServer();
        }
        awaitReceived(phase.expectedBytes(this));
        assertThat(client.ended()).isNotDone();
        endInOrder();
        assertThat(server.closed()).succeedsWithin(PATIENCE);
        assertThat(client.ended()).succeedsWithin(PATIENCE);
    }

    private void endInOrder() {
        if (phase == Phase.HALF_CLOSED) {
            server.connection().closeAfterWrites(); // The client has ended its output already.
        } else {
            client.close();
        }
    }

    /** No connection, no deadline and no byte in a memory budget is left on either side. */
    void assertNothingLeft() throws IOException {
        client.close();
        neighbour.close();
        proxy.heal();
        await().atMost(PATIENCE).until(() -> proxy.connections() == 0);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(Resources.of(servers).deadlines()).isLessThanOrEqualTo(LISTENERS);
            assertThat(Resources.of(clients).deadlines()).isZero();
            assertThat(servers.memory().used()).isZero();
            assertThat(clients.memory().used()).isZero();
        });
        assertThat(accepted).isEmpty();
    }

    @Override
    public void close() {
        proxy.close();
        clients.close();
        servers.close();
    }

    @Override
    public String toString() {
        return proxy + "\n" + proxy.transcript();
    }
}
