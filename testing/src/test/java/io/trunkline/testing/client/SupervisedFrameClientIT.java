package io.trunkline.testing.client;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.TrunklineException;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ClientState;
import io.trunkline.client.FrameClient;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.OurThreads;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.FrameConnection;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Frame clients whose server cuts them off, comes late, or never comes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SupervisedFrameClientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Soon again, and as often as a busy machine needs. */
    private static final ReconnectPolicy SOON = ReconnectPolicy.builder()
            .baseDelay(Duration.ofMillis(20))
            .maxDelay(Duration.ofMillis(100))
            .build();

    @RegisterExtension
    final HeldPort held = new HeldPort();

    @AfterEach
    void noThreadIsLeft() {
        OurThreads.awaitNone();
    }

    private static TrunklineServer echo(int port) {
        return TrunklineServer.builder()
                .listen(port, FrameFormat.lengthPrefixed(), c -> c::send)
                .start();
    }

    private static ClientOptions.Builder to(int port) {
        return ClientOptions.builder()
                .endpoint("127.0.0.1", port)
                .connectTimeout(PATIENCE)
                .reconnect(SOON);
    }

    private static void cut(TrunklineServer server) {
        await().atMost(PATIENCE).until(() -> !server.connections().isEmpty());
        server.connections().forEach(Connection::close);
    }

    /** Says hello on each connection and remembers what it has seen. */
    private static final class Greeter implements ConnectionHandler<Payload> {
        private final FrameConnection<Payload> connection;
        private final BlockingQueue<String> events;

        Greeter(FrameConnection<Payload> connection, BlockingQueue<String> events) {
            this.connection = connection;
            this.events = events;
        }

        @Override
        public void onOpen() {
            connection.send(Payload.ofText("hello"));
        }

        @Override
        public void onFrame(Payload frame) {
            events.add("frame " + frame.text());
        }

        @Override
        public void onClose(CloseReason reason) {
            events.add("close");
        }
    }

    private static String next(BlockingQueue<String> events) throws InterruptedException {
        return events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    @Tag("feature-203")
    void eachConnectionGetsAHandlerOfItsOwn() throws Exception {
        Set<ConnectionHandler<Payload>> handlers = ConcurrentHashMap.newKeySet();
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (TrunklineServer server = echo(0);
                FrameClient<Payload> client = FrameClient.start(
                        FrameFormat.lengthPrefixed(), to(server.port()).build(), c -> {
                            Greeter made = new Greeter(c, events);
                            handlers.add(made);
                            return made;
                        })) {
            for (int i = 1; i <= 3; i++) {
                assertThat(next(events)).isEqualTo("frame hello");
                assertThat(handlers).hasSize(i);
                cut(server);
                assertThat(next(events)).isEqualTo("close");
            }
            assertThat(next(events)).isEqualTo("frame hello");
            await().atMost(PATIENCE).until(() -> client.state() == ClientState.READY);
            client.send(Payload.ofText("again"));
            assertThat(next(events)).isEqualTo("frame again");
            assertThatThrownBy(() -> client.receive(PATIENCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("FrameClient.start");
        }
        assertThat(next(events)).isEqualTo("close");
        assertThat(handlers).hasSize(4);
    }

    @Test
    void aClientMayComeUpBeforeItsServer() throws Exception {
        int port = held.number();
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (FrameClient<Payload> client =
                FrameClient.start(FrameFormat.lengthPrefixed(), to(port).build(), c -> new Greeter(c, events))) {
            assertThatThrownBy(() -> client.send(Payload.EMPTY))
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
            try (TrunklineServer late = echo(port)) {
                assertThat(next(events)).isEqualTo("frame hello");
                assertThat(late.port()).isEqualTo(port);
            }
        }
    }

    @Test
    @Tag("feature-203")
    void whoReceivesSeesTheEndInItsPlaceAndThenTheNextConnection() {
        try (TrunklineServer server = echo(0);
                FrameClient<Payload> client = FrameClient.connect(
                        FrameFormat.lengthPrefixed(), to(server.port()).build())) {
            for (int i = 0; i < 3; i++) {
                Payload sent = Payload.ofText("round " + i);
                // Over the next connection: who has seen the end may be sooner than the client's state.
                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(TrunklineException.class)
                        .until(() -> {
                            client.send(sent);
                            return true;
                        });
                assertThat(client.receive(PATIENCE)).isEqualTo(sent);
                cut(server);
                assertThat(client.receive(PATIENCE)).as("the end").isNull();
            }
        }
    }

    @Test
    void withoutReconnectTheEndIsSeenForEver() {
        try (TrunklineServer server = echo(0);
                FrameClient<Payload> client = FrameClient.connect(
                        FrameFormat.lengthPrefixed(),
                        to(server.port()).reconnect(ReconnectPolicy.never()).build())) {
            cut(server);
            assertThat(client.receive(PATIENCE)).isNull();
            assertThat(client.receive(PATIENCE)).isNull();
            await().atMost(PATIENCE).until(() -> client.state() == ClientState.CLOSED);
            assertThatThrownBy(() -> client.send(Payload.EMPTY)).isInstanceOf(ClosedException.class);
        }
    }

    @Test
    void aSilentConnectionIsClosed() {
        try (TrunklineServer server = echo(0);
                FrameClient<Payload> client = FrameClient.connect(
                        FrameFormat.lengthPrefixed(),
                        to(server.port())
                                .idleTimeout(Duration.ofMillis(50))
                                .reconnect(ReconnectPolicy.never())
                                .build())) {
            assertThatThrownBy(() -> client.receive(PATIENCE))
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            e -> assertThat(e.reason().orElseThrow().kind()).isEqualTo(CloseReason.Kind.IDLE));
        }
    }

    @Test
    void heartbeatsOfTypedPeersAreAnsweredAndNotShown() throws Exception {
        ByteArrayOutputStream atServer = new ByteArrayOutputStream();
        byte[] heartbeatAndData = {0, 1, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 'x'};
        byte[] answer = {0, 2, 0, 0, 0, 4, 0, 0, 'p', 'o', 'n', 'g'};
        // A server of typed frames would take the answers for itself.
        TrunklineServer.Builder serving = TrunklineServer.builder().listen(0, FrameFormat.raw(), c -> {
            c.send(Payload.of(heartbeatAndData));
            return bytes -> bytes.writeTo(atServer);
        });
        try (TrunklineServer server = serving.start();
                FrameClient<TypedFrame> client = FrameClient.connect(
                        FrameFormat.typed(), to(server.port()).build())) {
            assertThat(client.receive(PATIENCE)).isEqualTo(TypedFrame.of(0x10, Payload.ofText("x")));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(atServer.toByteArray()).isEqualTo(answer));
        }
    }

    @Test
    void aHandlerThatClosesItsClientDoesNotWaitForItself() throws Exception {
        AtomicReference<FrameClient<Payload>> own = new AtomicReference<>();
        CompletableFuture<ClientState> after = new CompletableFuture<>();
        try (TrunklineServer server = echo(0)) {
            FrameClient<Payload> client = FrameClient.start(
                    FrameFormat.lengthPrefixed(), to(server.port()).build(), c -> frame -> {
                        own.get().close();
                        after.complete(own.get().state());
                    });
            own.set(client);
            await().atMost(PATIENCE).until(() -> client.state() == ClientState.READY);
            client.send(Payload.EMPTY);
            assertThat(after.get(20, TimeUnit.SECONDS)).isIn(ClientState.DRAINING, ClientState.CLOSED);
            client.close();
            assertThat(client.state()).isEqualTo(ClientState.CLOSED);
        }
    }

    @Test
    void closingWhileConnectingAndWhileRestingLeavesNothing() {
        int port = held.number();
        for (int i = 0; i < 20; i++) {
            FrameClient<Payload> client =
                    FrameClient.start(FrameFormat.lengthPrefixed(), to(port).build(), c -> frame -> {});
            if (i % 2 == 0) {
                client.close();
            }
            client.closeNow();
            assertThat(client.state()).isEqualTo(ClientState.CLOSED);
        }
    }
}
