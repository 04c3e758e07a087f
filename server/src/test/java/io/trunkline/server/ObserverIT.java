package io.trunkline.server;

import io.trunkline.ErrorCode;
import io.trunkline.JsonMessage;
import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.Route;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import io.trunkline.transport.OutboundLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ObserverIT {
    private static final Route<String, String> FAIL = Route.of("fail", String.class, String.class);
    private static final Route<String, String> REFUSE = Route.of("refuse", String.class, String.class);
    private static final Route<String, String> WAIT = Route.of("wait", String.class, String.class);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch running = new CountDownLatch(1);

    /** Writes down what it is told. */
    private final class Recording implements ServerObserver {
        @Override
        public void onListening(String listener, InetSocketAddress address) {
            seen.add("listening " + listener + " " + (address.getPort() > 0));
        }

        @Override
        public void onOpened(Connection connection) {
            seen.add("opened " + connection.id());
        }

        @Override
        public void onClosed(Connection connection, CloseReason reason) {
            seen.add("closed " + connection.id() + " " + reason.kind());
        }

        @Override
        public void onRefused(Refusal refusal) {
            seen.add("refused " + refusal.reason());
        }

        @Override
        public void onHandlerFailed(String handler, String connectionId, Throwable failure) {
            seen.add("failed " + handler + " " + connectionId + " " + failure.getMessage());
        }

        @Override
        public void onHandlerSlow(String handler, String connectionId, Duration soFar) {
            seen.add("slow " + handler + " " + connectionId);
        }

        @Override
        public void onProtocolError(Connection connection, String problem) {
            seen.add("protocol " + connection.id());
        }

        @Override
        public void onOutboundDropped(Connection connection, long frames) {
            seen.add("dropped " + (frames > 0));
        }

        @Override
        public void onDrainBegun(Duration grace) {
            seen.add("drain " + grace);
        }

        @Override
        public void onDrainEnded(DrainReport report) {
            seen.add("drained " + report.isComplete());
        }
    }

    private TrunklineServer start() {
        TrunklineServer server = fixture.start(builder -> builder.listen(
                        ListenOptions.builder().port(0).name("front").build())
                .observer(new Recording())
                .handle(FAIL, text -> {
                    throw new IllegalStateException("broken");
                })
                .handle(REFUSE, text -> {
                    throw new ReplyException(ErrorCode.FORBIDDEN, "not you");
                })
                .handle(WAIT, text -> {
                    running.countDown();
                    go.await();
                    return text;
                }));
        return server;
    }

    private void awaitEvent(String event) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).contains(event));
    }

    @Test
    @Tag("feature-125")
    @Tag("feature-127")
    @Tag("feature-128")
    @Tag("feature-175")
    @Tag("feature-177")
    void lifeOfAServerIsToldInOrder() {
        TrunklineServer server = start();
        BytePeer peer = fixture.connect();
        assertThat(server.connection(peer.id())).isPresent();
        awaitEvent("opened " + peer.id());
        peer.close();
        awaitEvent("closed " + peer.id() + " REMOTE");
        assertThat(server.connection(peer.id())).isEmpty();
        server.close();
        assertThat(seen)
                .containsExactly(
                        "listening front true",
                        "opened " + peer.id(),
                        "closed " + peer.id() + " REMOTE",
                        "drain PT30S",
                        "drained true");
    }

    @Test
    @Tag("feature-126")
    void handlerThatFailsIsToldAndOneThatRefusesIsNot() {
        TrunklineServer server = start();
        BytePeer peer = fixture.connect();
        assertThat(peer.exchange("request:refuse:1.0.0:" + id(1) + "\n\"x\"")).contains("FORBIDDEN");
        assertThat(peer.exchange("request:fail:1.0.0:" + id(2) + "\n\"x\"")).contains("INTERNAL_ERROR");
        awaitEvent("failed fail 1.0.0 " + peer.id() + " broken");
        assertThat(seen.stream().filter(event -> event.startsWith("failed"))).hasSize(1);
        assertThat(server.stats().handlers().failures()).isEqualTo(1);
    }

    @Test
    void handlerThatOutlivesItsRequestIsSlow() {
        start();
        BytePeer peer = fixture.connect();
        // Long enough for a worker to begin: a handler that has not been called is not slow.
        assertThat(peer.exchange("request:wait:1.0.0:" + id(1) + "::3000\n\"x\""))
                .contains("TIMEOUT");
        awaitEvent("slow wait 1.0.0 " + peer.id());
        go.countDown();
    }

    @Test
    void requestsThatComeDuringTheDrainAreRefused() throws Exception {
        TrunklineServer server = start();
        BytePeer peer = fixture.connect();
        peer.send("request:wait:1.0.0:" + id(1) + "::60000\n\"x\"");
        running.await();
        assertThat(server.closeAsync(Duration.ofSeconds(30))).isNotDone();
        assertThat(peer.receive()).startsWith("publish:system.shutdown");
        assertThat(peer.exchange("request:wait:1.0.0:" + id(2) + "\n\"x\"")).contains("SHUTTING_DOWN");
        awaitEvent("refused SHUTTING_DOWN");
        assertThat(server.stats().refusals()).containsEntry(Refusal.Reason.SHUTTING_DOWN, 1L);
        go.countDown();
    }

    @Test
    void protocolErrorsAreToldForgivenOrNot() {
        TrunklineServer server = start();
        BytePeer peer = fixture.connect();
        assertThat(peer.exchange("nonsense")).contains("MALFORMED_MESSAGE");
        awaitEvent("protocol " + peer.id());
        assertThat(server.stats().protocolErrors()).isEqualTo(1);
        peer.sendBytes(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0});
        assertThat(peer.receive()).contains("PAYLOAD_TOO_LARGE");
        peer.close();
        awaitEvent("closed " + peer.id() + " PROTOCOL");
        assertThat(server.stats().protocolErrors()).isEqualTo(2);
    }

    @Test
    void framesWithAnUnusableContentAreProtocolErrorsThatAreForgiven() {
        TrunklineServer server = fixture.start(builder -> builder.listen(
                        0,
                        JsonMessage.in(FrameFormat.lengthPrefixed()),
                        connection -> message -> connection.send(message))
                .observer(new Recording()));
        BytePeer peer = fixture.raw(Framing.LENGTH_PREFIXED);
        peer.send("nonsense").send("[]");
        assertThat(peer.exchange("{\"type\":\"lives\"}")).contains("lives");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(seen).containsSubsequence("protocol " + peer.id(), "protocol " + peer.id()));
        assertThat(server.stats().protocolErrors()).isEqualTo(2);
    }

    @Test
    void framesThatAPolicyDropsAreTold() {
        OutboundLimits usual = OutboundLimits.DEFAULT;
        OutboundLimits small =
                new OutboundLimits(usual.low(), usual.high(), usual.cap(), usual.stall(), Overflow.DROP_NEWEST);
        TrunklineServer server = fixture.start(builder -> builder.listen(
                        ListenOptions.builder().port(0).outbound(small).build(),
                        FrameFormat.lengthPrefixed(),
                        connection -> frame -> {
                            for (int i = 0; i < 200; i++) {
                                connection.send(Payload.wrap(new byte[1 << 20]));
                            }
                        })
                .observer(new Recording()));
        BytePeer peer = fixture.raw(Framing.LENGTH_PREFIXED);
        peer.send("go");
        awaitEvent("dropped true");
        assertThat(server.stats().framesDropped()).isPositive();
    }

    @Test
    void observerThatThrowsHarmsNobody() {
        ServerObserver failing = new ServerObserver() {
            @Override
            public void onOpened(Connection connection) {
                throw new IllegalStateException("no observer may harm a server");
            }
        };
        fixture.start(builder -> builder.listen(0).observer(failing).observer(new Recording()));
        fixture.connect().ping();
        BytePeer second = fixture.connect();
        second.ping();
        awaitEvent("opened " + second.id());
    }
}
