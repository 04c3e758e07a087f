package io.trunkline.server;

import io.trunkline.Route;
import io.trunkline.codec.Framing;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Rows 37 to 55 of the faults at a broker: each costs its message alone, unless the row says otherwise. */
class BadMessageIT {
    private static final String U = "123e4567-e89b-42d3-a456-426614174000";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final AtomicInteger handled = new AtomicInteger();

    private BytePeer connect(Framing framing) {
        if (!fixture.isStarted()) {
            fixture.start(server -> server.listen(
                            ListenOptions.builder().port(0).framing(framing).build())
                    .handle(Route.of("echo", Object.class, Object.class), value -> {
                        handled.incrementAndGet();
                        return value;
                    }));
        }
        return fixture.connect(framing);
    }

    private BytePeer connect() {
        return connect(Framing.ENVELOPE);
    }

    private void expectMalformed(BytePeer peer, byte[] message) {
        assertThat(peer.sendBytes(peer.frame(0, message)).receive())
                .startsWith("response:error:1.0.0\n{\"error\":{\"code\":\"MALFORMED_MESSAGE\"")
                .contains("\"reason\":\"");
        peer.ping();
        assertThat(handled).hasValue(0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Rows 37 to 44, 46, 47, 51 and 53. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "request\n{}",
                "request:echo\n{}",
                "request:echo:1.0.0:" + U + "::5:7\n{}",
                "request::1.0.0:" + U + "\n{}",
                "request:.:1.0.0:" + U + "\n{}",
                "request:a..b:1.0.0:" + U + "\n{}",
                "request:.a:1.0.0:" + U + "\n{}",
                "request:a.:1.0.0:" + U + "\n{}",
                "request:1a:1.0.0:" + U + "\n{}",
                "request:a.b.c.d.e.f:1.0.0:" + U + "\n{}",
                "publish:a.#:1.0.0\n{}",
                "publish:a.+:1.0.0\n{}",
                "request:echo\u0000:1.0.0:" + U + "\n{}",
                "request:echo\r:1.0.0:" + U + "\n{}",
                "request:\u001b[31m:1.0.0:" + U + "\n{}",
                "request:../x:1.0.0:" + U + "\n{}",
                "request:\u00e9:1.0.0:" + U + "\n{}",
                "reque\u00c5\u009ft:echo:1.0.0:" + U + "\n{}",
                "delete:echo:1.0.0:" + U + "\n{}",
                ":echo:1.0.0:" + U + "\n{}",
                "request :echo:1.0.0:" + U + "\n{}",
                "request:echo:1:" + U + "\n{}",
                "request:echo:v1.0.0:" + U + "\n{}",
                "request:echo:01.0.0:" + U + "\n{}",
                "request:echo:1.0.0-:" + U + "\n{}",
                "request:echo:1.0.0.0:" + U + "\n{}",
                "request:echo:1.0.0:1-1-1-1-1\n{}",
                "request:echo:1.0.0:123e4567-e89b-42d3-a456-42661417400\n{}",
                "request:echo:1.0.0:123e4567-e89b-42d3-a456-4266141740000\n{}",
                "request:echo:1.0.0:{123e4567-e89b-42d3-a456-426614174000}\n{}",
                "request:echo:1.0.0:123E4567-E89B-42D3-A456-426614174000\n{}",
                "request:echo:1.0.0:" + U + "::0\n{}",
                "request:echo:1.0.0:" + U + "::-1\n{}",
                "request:echo:1.0.0:" + U + "::+5\n{}",
                "request:echo:1.0.0:" + U + "::5.0\n{}",
                "request:echo:1.0.0:" + U + "::1e3\n{}",
                "request:echo:1.0.0:" + U + "::0x10\n{}",
                "request:echo:1.0.0:" + U + ":: 5\n{}",
                "request:echo:1.0.0:" + U + "::\u00d9\u00a5\n{}",
                "request:echo:1.0.0:" + U + "::3600001\n{}",
                "request:echo:1.0.0:" + U + "::2147483648\n{}",
                "publish:echo:1.0.0:" + U + "::5000\n{}",
                "\u00ef\u00bb\u00bfrequest:echo:1.0.0:" + U + "\n{}",
                "request:ech\u00c0\u00ae:1.0.0:" + U + "\n{}",
                "request:echo:1.0.0\u0080:" + U + "\n{}"
            })
    @Tag("feature-34")
    @Tag("feature-89")
    void headerThatIsNoneIsAnsweredAndTheConnectionLives(String message) {
        expectMalformed(connect(), bytes(message));
    }

    /** Rows 37, 41, 46 and 51: what is too long. */
    @Test
    @Tag("feature-89")
    void headerThatIsTooLongIsAnsweredAndTheConnectionLives() {
        BytePeer peer = connect();
        expectMalformed(peer, bytes("x".repeat(367)));
        expectMalformed(peer, bytes("request:".repeat(8_750)));
        expectMalformed(peer, bytes("request:" + "a".repeat(256) + ":1.0.0:" + U + "\n{}"));
        expectMalformed(peer, bytes("request:echo:" + "1".repeat(400) + ":" + U + "\n{}"));
        expectMalformed(peer, bytes("request:echo:1.0.0:" + U + "::" + "9".repeat(300) + "\n{}"));
    }

    /** Row 44: case of the action; row 52: trailing empty fields. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "REQUEST:echo:1.0.0:" + U,
                "ReQuEsT:ECHO:1.0.0:" + U,
                "request:echo:1.0.0:" + U + ":",
                "request:echo:1.0.0:" + U + "::",
                "request:echo:1.0.0:" + U + "::5000",
                "request:echo:1.0.0:" + U + ":" + U + ":5000"
            })
    @Tag("feature-34")
    @Tag("feature-35")
    void oddButLegalHeaderIsServedAndAnsweredWithoutEmptyFields(String header) {
        String topic = header.split(":")[1];
        assertThat(connect().exchange(header + "\n{\"a\":1}"))
                .isEqualTo("response:" + topic + ":1.0.0:" + U + "\n{\"a\":1}");
    }

    /** Row 48: a request without an id is one-way, also with a timeout. */
    @Test
    void requestWithoutAnIdIsNeverAnswered() {
        BytePeer peer = connect();
        peer.send("request:echo:1.0.0\n1").send("request:echo:1.0.0:::5000\n2").send("request:nobody:1.0.0\n3");
        peer.send("request:echo:9.0.0\n4").send("request:system.nothing:1.0.0\n{}");
        peer.ping();
        assertThat(peer.exchange("request:echo:1.0.0:" + U + "\n5")).endsWith("\n5");
        await().untilAsserted(() -> assertThat(handled).hasValue(3)); // workers answer in any order
    }

    /** Row 50: a parent is carried, and never followed. */
    @Test
    void parentMayBeTheRequestItselfAndMayChain() {
        BytePeer target = connect().subscribe("request", "svc");
        BytePeer caller = connect();
        caller.send("request:svc:1.0.0:" + U + ":" + U + "\n{}");
        assertThat(target.receive()).contains(":" + U + ":");
        for (int i = 0; i < 10_000; i++) {
            caller.send("request:svc:1.0.0::" + id(i) + "\n{}");
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(target.receive()).isEqualTo("request:svc:1.0.0::" + id(i) + "\n{}");
        }
    }

    /** Row 54: colons without end are too long a frame, and nothing else. */
    @Test
    @Tag("feature-89")
    void twoMebibytesOfColonsEndTheConnection() {
        BytePeer peer = connect();
        byte[] frame = peer.frame(0, bytes(":".repeat(2 * 1024 * 1024)));
        peer.sendBytes(java.util.Arrays.copyOf(frame, 64 * 1024));
        assertThat(peer.receive())
                .startsWith("response:error:1.0.0\n")
                .contains("\"PAYLOAD_TOO_LARGE\"", "\"reason\":\"FRAME_TOO_LARGE\"");
        peer.expectClosed();
    }

    /** Row 55: what looks like a second message in a payload is payload. */
    @Test
    @Tag("feature-35")
    void headerLineInsideAPayloadIsPayload() {
        BytePeer target = connect().subscribe("request", "svc");
        BytePeer caller = connect();
        String payload = "{}\nrequest:echo:1.0.0:" + U + "\n{}";
        caller.send("request:svc:1.0.0:" + id(1) + "\n" + payload);
        assertThat(payloadOf(target.receive())).isEqualTo(payload);
        assertThat(caller.exchange("request:echo:1.0.0:" + id(2) + "\n" + payload))
                .contains("\"MALFORMED_MESSAGE\"", "\"MALFORMED_JSON\"");
        assertThat(handled).hasValue(0);
    }

    /** Rows 7 and 38 in the other framing. */
    @Test
    void emptyFrameOfTheOtherFramingIsMalformedToo() {
        BytePeer peer = connect(Framing.LENGTH_PREFIXED);
        expectMalformed(peer, new byte[0]);
    }

    /** Sixteen are forgiven, whichever they are (row 7, and the budget of SPEC.md section 2.5). */
    @Test
    void seventeenthBadMessageEndsTheConnection() {
        BytePeer peer = connect();
        for (int i = 0; i < 16; i++) {
            assertThat(peer.exchange(i % 2 == 0 ? "x" : "response:echo:1.0.0:" + U + "\n1"))
                    .contains(i % 2 == 0 ? "MALFORMED_MESSAGE" : "INVALID_REQUEST_ID");
        }
        assertThat(peer.exchange("x")).contains("MALFORMED_MESSAGE");
        peer.expectClosed();
    }

    /** Forged system topics in odd case: never routed to subscribers, never served by their handlers. */
    @ParameterizedTest
    @ValueSource(
            strings = {"SYSTEM.x", "System.Service.Register", "sYSTEM.log", "system.initialize", "SYSTEM.SHUTDOWN"})
    void systemTopicsAreTheBrokersOwnInAnyCase(String topic) {
        BytePeer all = connect().subscribe("both", "#");
        BytePeer forger = connect();
        assertThat(forger.exchange("publish:" + topic + ":1.0.0:" + id(1) + "\n{}"))
                .contains("\"INVALID_REQUEST\"");
        assertThat(forger.exchange("response:" + topic + ":1.0.0:" + id(2) + "\n{}"))
                .contains("\"INVALID_REQUEST_ID\"");
        assertThat(forger.exchange("request:" + topic + ":1.0.0:" + id(3) + "\n[]"))
                .contains("\"error\"");
        all.ping();
    }
}
