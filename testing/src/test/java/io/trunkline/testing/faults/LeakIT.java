package io.trunkline.testing.faults;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.TlsException;
import io.trunkline.transport.internal.Acceptor;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** I5: connections that come and go leave no descriptor, thread, direct buffer, deadline or byte of the budget behind. */
class LeakIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CYCLES = 10_000;
    private static final int TLS_CYCLES = 1_000;
    private static final int WARM_UP = 500;
    private static final int AT_ONCE = 32;
    /** Ports that wait in TIME_WAIT are counted per pair of addresses: four listeners share them out. */
    private static final int ADDRESSES = 4;

    private static final Payload HELLO = Payload.wrap(new byte[1_000]);

    private static final List<Shape> TLS_SHAPES =
            List.of(Shape.CLIENT_CLOSES, Shape.SERVER_CLOSES, Shape.SERVER_CLOSES_AFTER_WRITES);

    private final Resources atFirst = Resources.of();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private RuntimeCore servers = RuntimeCore.start(2, workers, Ticker.SYSTEM, false);
    private RuntimeCore clients = RuntimeCore.start(2, workers, Ticker.SYSTEM, false);
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Semaphore turns = new Semaphore(AT_ONCE);

    private int begun;

    /** How one connection ends. */
    enum Shape {
        CLIENT_CLOSES,
        SERVER_CLOSES,
        SERVER_CLOSES_AFTER_WRITES,
        CLIENT_RESETS_INSIDE_A_FRAME;

        private static final List<Shape> ALL = List.of(values());

        static Shape of(int number) {
            return ALL.get(number % ALL.size());
        }

        int number() {
            return ALL.indexOf(this);
        }
    }

    /** The JDK opens a few descriptors once, with the first sockets. */
    @BeforeAll
    static void useSocketsOnce() throws IOException {
        Security.TLS.servers(); // Its keys open the system's source of random numbers.
        Security.TLS.clients();
        try (RuntimeCore core = RuntimeCore.start(1, null, Ticker.SYSTEM, false)) {
            FrameSettings<Payload> settings = new FrameSettings<>(
                    FrameFormat.raw(), FrameLimits.DEFAULT, OutboundLimits.DEFAULT, core.workers(), false);
            FrameProtocol<Payload> protocol = new FrameProtocol<>(settings);
            Acceptor listener = Acceptor.bind(
                    core,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    ConnectionSettings.DEFAULT,
                    () -> protocol.logic(connection -> connection::send));
            resetInsideAFrame(listener.address());
        }
    }

    @AfterEach
    void nothingIsLeftOfTheRuntimesEither() throws InterruptedException {
        clients.close();
        clients = null;
        servers.close();
        servers = null;
        workers.shutdown();
        assertThat(workers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc(); // Direct buffers go with the objects that own them.
            Resources now = Resources.of();
            assertThat(now).matches(left -> left.isWithin(atFirst), "within " + atFirst);
        });
    }

    @Test
    @Timeout(120)
    void tenThousandConnectionsLeaveNothingBehind() throws Exception {
        if (!Resources.tellsDescriptors()) {
            System.out.println("LeakIT: descriptors are not counted, this system has no /proc/self/fd");
        }
        List<Acceptor> listeners = listen(ConnectionSettings.DEFAULT);
        cycle(WARM_UP, listeners, ConnectionSettings.DEFAULT);
        Resources warm = Resources.of(servers, clients);

        cycle(CYCLES, listeners, ConnectionSettings.DEFAULT);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Resources.of(servers, clients))
                        .matches(now -> now.isWithin(warm), "within " + warm));
        assertThat(warm.deadlines()).as("one for each listener").isLessThanOrEqualTo(ADDRESSES);
        assertThat(warm.budgetBytes()).isZero();
    }

    /** Every fifth server is not called what its certificate says: the client refuses it inside the handshake. */
    @Test
    @Timeout(120)
    void thousandTlsConnectionsLeaveNothingBehindRefusedOnesIncluded() throws Exception {
        List<Acceptor> listeners = listen(
                ConnectionSettings.DEFAULT.withTls(Security.TLS.servers()).withHandshakeTimeout(PATIENCE));
        cycleWithTls(WARM_UP, listeners);
        Resources warm = Resources.of(servers, clients);

        cycleWithTls(TLS_CYCLES, listeners);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Resources.of(servers, clients))
                        .matches(now -> now.isWithin(warm), "within " + warm));
        assertThat(failures).hasSize((WARM_UP + TLS_CYCLES) / 5).allMatch(TlsException.class::isInstance);
    }

    private void cycleWithTls(int count, List<Acceptor> listeners) throws Exception {
        Connector connector = new Connector(
                clients,
                ConnectionSettings.DEFAULT.withTls(Security.TLS.clients()).withHandshakeTimeout(PATIENCE));
        for (int i = 0; i < count; i++) {
            boolean refused = i % 5 == 0;
            turns.acquire();
            converse(connector, listeners.get(refused ? 1 : 0).address(), TLS_SHAPES.get(i % TLS_SHAPES.size()));
            begun += refused ? 0 : 1;
        }
        awaitEnds();
    }

    private void awaitEnds() throws InterruptedException {
        turns.acquire(AT_ONCE);
        turns.release(AT_ONCE);
        await().atMost(PATIENCE).until(() -> opened.get() == begun && closed.get() == begun);
    }

    private List<Acceptor> listen(ConnectionSettings settings) throws IOException {
        FrameProtocol<Payload> protocol = protocol(settings);
        List<Acceptor> listeners = new ArrayList<>();
        for (int i = 1; i <= ADDRESSES; i++) {
            InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) i});
            listeners.add(Acceptor.bind(
                    servers, new InetSocketAddress(address, 0), settings, () -> protocol.logic(this::serve)));
        }
        return listeners;
    }

    private FrameProtocol<Payload> protocol(ConnectionSettings settings) {
        return new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.lengthPrefixed(), FrameLimits.DEFAULT, settings.outbound(), workers, false));
    }

    /** The first byte of a frame says who is to end the connection. */
    private ConnectionHandler<Payload> serve(FrameConnection<Payload> connection) {
        opened.incrementAndGet();
        return new ConnectionHandler<>() {
            @Override
            public void onFrame(Payload frame) {
                switch (Shape.of(frame.toBytes()[0])) {
                    case SERVER_CLOSES -> connection.close();
                    case SERVER_CLOSES_AFTER_WRITES -> {
                        connection.send(HELLO);
                        connection.closeAfterWrites();
                    }
                    default -> connection.send(HELLO);
                }
            }

            @Override
            public void onClose(CloseReason reason) {
                closed.incrementAndGet();
            }
        };
    }

    private void cycle(int count, List<Acceptor> listeners, ConnectionSettings settings) throws Exception {
        Connector connector = new Connector(clients, settings);
        for (int i = 0; i < count; i++) {
            InetSocketAddress to = listeners.get(i % ADDRESSES).address();
            turns.acquire();
            // The listeners and the shapes go round at different paces, so that each meets each.
            Shape shape = Shape.of(i / ADDRESSES);
            if (shape == Shape.CLIENT_RESETS_INSIDE_A_FRAME) {
                resetInsideAFrame(to);
                turns.release();
            } else {
                converse(connector, to, shape);
            }
        }
        begun += count;
        awaitEnds();
        assertThat(failures).isEmpty();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What it could throw would keep a turn: the test would say so.
    private void converse(Connector connector, InetSocketAddress to, Shape shape) {
        FrameProtocol<Payload> protocol = protocol(ConnectionSettings.DEFAULT);
        Endpoint endpoint = new Endpoint(to.getAddress().getHostAddress(), to.getPort());
        byte[] request = new byte[1_000];
        request[0] = (byte) shape.number();
        connector
                .connect(endpoint, PATIENCE, () -> protocol.logic(connection -> new Caller(connection, request)))
                .whenComplete((connection, failure) -> {
                    if (failure != null) {
                        failures.add(failure);
                        turns.release();
                    }
                });
    }

    /** Sends one frame, closes on the answer, and makes room for the next connection when it has ended. */
    private final class Caller implements ConnectionHandler<Payload> {
        private final FrameConnection<Payload> connection;
        private final byte[] request;

        Caller(FrameConnection<Payload> connection, byte[] request) {
            this.connection = connection;
            this.request = request;
        }

        @Override
        public void onOpen() {
            connection.send(Payload.wrap(request));
        }

        @Override
        public void onFrame(Payload frame) {
            if (request[0] == Shape.CLIENT_CLOSES.number()) {
                connection.close();
            }
        }

        @Override
        public void onClose(CloseReason reason) {
            turns.release();
        }
    }

    private static void resetInsideAFrame(InetSocketAddress to) throws IOException {
        try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
            socket.getOutputStream().write(new byte[] {0, 0, 3});
            socket.setSoLinger(true, 0);
        }
    }
}
