package io.trunkline.client;

import io.trunkline.Delivery;
import io.trunkline.RequestInterruptedException;
import io.trunkline.codec.Framing;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.TrunklineRuntime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConnectIT {
    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void aBrokerThatSaysInitializeIsGreetedWithHello(Framing framing) {
        ScriptedPeer peer = framing == Framing.ENVELOPE ? ScriptedPeer.envelope() : ScriptedPeer.lengthPrefixed();
        try (peer) {
            CompletableFuture<TrunklineClient> connecting =
                    connect(options(peer).framing(framing));
            PeerSession broker = peer.accept().initialize();
            try (TrunklineClient client = connecting.join()) {
                assertThat(client.state()).isEqualTo(ClientState.READY);
                PeerSession.Seen hello = broker.takeTopic("system.hello");
                assertThat(hello.action()).isEqualTo("request");
                assertThat(hello.flags()).isZero();
                assertThat(hello.text())
                        .contains("\"protocol\":1", "\"maxFrame\":1048576", "\"maxMessage\":1048576")
                        .contains(
                                framing == Framing.ENVELOPE
                                        ? "\"flags\":[\"binary\",\"more\",\"compressed\"]"
                                        : "\"flags\":[]");
                broker.send("response:system.hello:1.0.0:" + hello.id(), "error:{\"code\":\"TOPIC_NOT_SUPPORTED\"}");
                CompletableFuture<Duration> ping = CompletableFuture.supplyAsync(client::ping);
                broker.answer(broker.takeTopic("system.heartbeat"), "{\"status\":\"success\"}");
                assertThat(ping.join()).isPositive();
                client.closeNow();
            }
        }
    }

    @Test
    void aBrokerThatAnswersNoHelloDoesNotDelayTheClose() {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            CompletableFuture<TrunklineClient> connecting = connect(options(peer));
            PeerSession broker = peer.accept().initialize();
            TrunklineClient client = connecting.join();
            broker.takeTopic("system.hello");
            CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close);
            assertThat(broker.atEnd()).isTrue();
            broker.close();
            closing.join();
            assertThat(client.state()).isEqualTo(ClientState.CLOSED);
        }
    }

    @Test
    void withoutAwaitingInitializeTheFirstByteIsNotWaitedFor() {
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client = TrunklineClient.connect(
                        options(peer).awaitInitialize(false).build())) {
            CompletableFuture<io.trunkline.Payload> answer = client.requestAsync("echo", 1);
            PeerSession broker = peer.accept();
            broker.answer(broker.takeTopic("echo"), "1");
            assertThat(answer.join().text()).isEqualTo("1");
            client.closeNow();
        }
    }

    static Stream<Arguments> strangers() {
        return Stream.of(
                Arguments.of("a TLS alert", Framing.ENVELOPE, hex("15030300020246"), "it speaks TLS"),
                Arguments.of("HTTP", Framing.ENVELOPE, ascii("HTTP/1.1 400 Bad Request\r\n"), "it speaks HTTP"),
                Arguments.of("SSH", Framing.LENGTH_PREFIXED, ascii("SSH-2.0-OpenSSH_9.6\r\n"), "it speaks SSH"),
                Arguments.of("SMTP", Framing.ENVELOPE, ascii("220 mail.example.org ESMTP\r\n"), "a text protocol"),
                Arguments.of("bare JSON", Framing.ENVELOPE, ascii("{\"type\":\"hello\"}\n"), "bare JSON"),
                Arguments.of(
                        "a length-prefixed broker",
                        Framing.ENVELOPE,
                        concat(hex("00000022"), ascii("publish:system.initialize:1.0.0\n{}")),
                        "it is a length-prefixed broker: set framing(LENGTH_PREFIXED)"),
                Arguments.of(
                        "an envelope broker",
                        Framing.LENGTH_PREFIXED,
                        concat(hex("0000002200000000"), ascii("publish:system.initialize:1.0.0\n{}")),
                        "it is an envelope broker: set framing(ENVELOPE)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void aStrangerIsNamedByItsFirstBytes(String name, Framing framing, byte[] bytes, String expected) {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            CompletableFuture<TrunklineClient> connecting =
                    connect(options(peer).framing(framing));
            peer.accept().raw(bytes);
            assertThatThrownBy(connecting::join)
                    .cause()
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("127.0.0.1:" + peer.port())
                    .hasMessageContaining(expected)
                    .hasMessageContaining(HexFormat.ofDelimiter(" ").formatHex(bytes, 0, 4));
        }
    }

    @Test
    @Tag("feature-103")
    @Tag("feature-108")
    void aPeerThatSaysNothingTimesOutAndIsGuessedAt() {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            ClientOptions options =
                    options(peer).connectTimeout(Duration.ofSeconds(1)).build(); // To connect in, first.
            assertThatThrownBy(() -> TrunklineClient.connect(options))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("no system.initialize came within 1000 ms")
                    .hasMessageContaining("it sent nothing")
                    .hasMessageContaining("TLS");
        }
    }

    @Test
    void aPeerThatHangsUpBeforeInitializeIsReportedAsThat() {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            CompletableFuture<TrunklineClient> connecting = connect(options(peer));
            peer.accept().close();
            assertThatThrownBy(connecting::join)
                    .cause()
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("the broker closed the connection");
        }
    }

    @Test
    void aClosedPortIsRefusedAndNothingWasSent() {
        assertThatThrownBy(() -> TrunklineClient.connect("127.0.0.1", ClosedPort.take()))
                .isInstanceOfSatisfying(ConnectFailedException.class, e -> {
                    assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
                    assertThat(e.isRetryable()).isTrue();
                    assertThat(e.attempts()).hasSize(1);
                });
    }

    @Test
    void anInterruptedConnectThrowsAndKeepsTheFlag() {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            interruptConnect(peer, options(peer).build());
        }
    }

    @Test
    void anInterruptedConnectLeavesNoConnectionOnARuntimeThatGoesOn() {
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineRuntime runtime = TrunklineRuntime.create()) {
            Duration longerThanTheTest = Duration.ofHours(1);
            interruptConnect(
                    peer,
                    options(peer)
                            .runtime(runtime)
                            .connectTimeout(longerThanTheTest)
                            .build());
        }
    }

    private static void interruptConnect(ScriptedPeer peer, ClientOptions options) {
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = CompletableFuture.supplyAsync(() -> {
            caller.complete(Thread.currentThread());
            try {
                TrunklineClient.connect(options);
                return false;
            } catch (RequestInterruptedException e) {
                return Thread.interrupted();
            }
        });
        PeerSession broker = peer.accept();
        caller.join().interrupt();
        assertThat(flag.join()).isTrue();
        assertThat(broker.atEnd()).isTrue();
    }

    private static CompletableFuture<TrunklineClient> connect(ClientOptions.Builder options) {
        return CompletableFuture.supplyAsync(() -> TrunklineClient.connect(options.build()));
    }

    private static ClientOptions.Builder options(ScriptedPeer peer) {
        return ClientOptions.builder()
                .endpoint("127.0.0.1", peer.port())
                .connectTimeout(Duration.ofMillis(ScriptedPeer.PATIENCE_MILLIS))
                .requestTimeout(Duration.ofMillis(ScriptedPeer.PATIENCE_MILLIS));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
