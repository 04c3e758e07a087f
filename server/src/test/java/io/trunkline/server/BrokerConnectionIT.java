package io.trunkline.server;

import io.trunkline.Route;
import io.trunkline.codec.Framing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.server.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

class BrokerConnectionIT {
    /** One topic holds at most 128 of a connection's requests at once; what is beyond is refused. */
    private static final int COALESCED = 120;

    private static final Route<String, String> SHOUT = Route.of("shout", String.class, String.class);

    private static final Route<String, Integer> LENGTH = Route.of("length", String.class, Integer.class);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        NoThreadsLeft.check();
    }

    private int start(Framing framing) {
        TrunklineServer server = TrunklineServer.builder()
                .listen(ListenOptions.builder().port(0).framing(framing).build())
                .handle(LENGTH, String::length)
                .handle(SHOUT, text -> text.toUpperCase(Locale.ROOT))
                .start();
        open.add(server::closeNow);
        return server.port();
    }

    private BytePeer connect(Framing framing) {
        BytePeer peer = BytePeer.connect(start(framing), framing);
        open.add(0, peer);
        return peer;
    }

    private static String request(int number, String text) {
        return "request:shout:1.0.0:" + id(number) + "\n\"" + text + "\"";
    }

    private static String response(int number, String text) {
        return "response:shout:1.0.0:" + id(number) + "\n\"" + text + "\"";
    }

    @Tag("feature-34")
    @Tag("feature-35")
    @Tag("feature-74")
    @ParameterizedTest
    @EnumSource(Framing.class)
    void requestIsAnsweredUnderItsIdTopicAndVersion(Framing framing) {
        BytePeer peer = connect(framing);
        assertThat(peer.exchange("request:Shout:1.2.3:" + id(1) + "\n\"hello\""))
                .isEqualTo("response:Shout:1.2.3:" + id(1) + "\n\"HELLO\"");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    @Tag("feature-8")
    void requestIsAnsweredHoweverItIsSplit(Framing framing) {
        BytePeer peer = connect(framing);
        byte[] frame = peer.frame(request(1, "abc"));
        for (int cut = 1; cut < frame.length; cut++) {
            byte[] first = Arrays.copyOf(frame, cut);
            byte[] second = Arrays.copyOfRange(frame, cut, frame.length);
            peer.sendBytes(first);
            // The answer to a ping of another connection would prove nothing about this one's bytes: send on at once.
            peer.sendBytes(second);
            assertThat(peer.receive()).as("cut at %d", cut).isEqualTo(response(1, "ABC"));
        }
        for (byte b : frame) {
            peer.sendBytes(new byte[] {b});
        }
        assertThat(peer.receive()).isEqualTo(response(1, "ABC"));
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void coalescedRequestsAreAllAnsweredOnce(Framing framing) {
        BytePeer peer = connect(framing);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < COALESCED; i++) {
            bytes.writeBytes(peer.frame(request(i, "x" + i)));
            expected.add(response(i, "X" + i));
        }
        peer.sendBytes(bytes.toByteArray());
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < COALESCED; i++) {
            answers.add(peer.receive());
        }
        assertThat(answers).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void keepAliveIsSwallowed() {
        BytePeer peer = connect(Framing.ENVELOPE);
        peer.sendBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
        assertThat(peer.exchange(request(1, "a"))).isEqualTo(response(1, "A"));
    }

    @Tag("feature-75")
    @Test
    void heartbeatIsAnsweredWithAndWithoutAnId() {
        BytePeer peer = connect(Framing.ENVELOPE);
        peer.ping();
        assertThat(peer.exchange("request:SYSTEM.Heartbeat:1.0.0:" + id(7) + "\n{}"))
                .isEqualTo("response:SYSTEM.Heartbeat:1.0.0:" + id(7) + "\n{\"status\":\"success\"}");
    }

    @Test
    void heartbeatResponseIsSwallowed() {
        BytePeer peer = connect(Framing.ENVELOPE);
        peer.send("response:system.heartbeat:1.0.0:" + id(9) + "\n{\"status\":\"success\"}");
        peer.ping();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "request\n",
                "request:shout\n",
                "request:shout:1\n",
                "request:shout:1.0.0:1-1-1-1-1\n",
                "request:1a:1.0.0\n",
                "delete:shout:1.0.0\n",
                "publish:a.#:1.0.0\n",
                "request:shout:1.0.0::::\n",
                "request:shout:1.0.0:::0\n"
            })
    void malformedHeaderIsAnsweredAndTheConnectionLives(String message) {
        BytePeer peer = connect(Framing.ENVELOPE);
        assertThat(peer.exchange(message))
                .startsWith("response:error:1.0.0\n{\"error\":{\"code\":\"MALFORMED_MESSAGE\"")
                .contains("MALFORMED_HEADER");
        assertThat(peer.exchange(request(1, "a"))).isEqualTo(response(1, "A"));
    }

    @Test
    void headerWithoutEndIsAnsweredAndTheConnectionLives() {
        BytePeer peer = connect(Framing.ENVELOPE);
        assertThat(peer.exchange("a".repeat(70_000)))
                .startsWith("response:error:1.0.0\n")
                .contains("HEADER_TOO_LONG");
        peer.ping();
    }

    @Test
    void seventeenthErrorClosesTheConnection() {
        BytePeer peer = connect(Framing.ENVELOPE);
        for (int i = 0; i < 17; i++) {
            assertThat(peer.exchange("nonsense\n")).startsWith("response:error:1.0.0\n");
        }
        peer.expectClosed();
    }

    @Test
    void tenThousandEmptyFramesGetSeventeenAnswersAndTheEnd() {
        BytePeer peer = connect(Framing.LENGTH_PREFIXED);
        peer.sendBytes(new byte[4 * 10_000]);
        for (int i = 0; i < 17; i++) {
            assertThat(peer.receive()).startsWith("response:error:1.0.0\n");
        }
        peer.expectClosed();
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    @Tag("feature-6")
    void overlongFrameIsRefusedOnItsLengthAlone(Framing framing) {
        BytePeer peer = connect(framing);
        peer.sendBytes(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0, 0, 0, 0});
        assertThat(peer.receive())
                .startsWith("response:error:1.0.0\n{\"error\":{\"code\":\"PAYLOAD_TOO_LARGE\"")
                .contains("\"reason\":\"FRAME_TOO_LARGE\"");
        peer.expectClosed();
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    @Tag("feature-6")
    void frameLimitIsInclusive(Framing framing) {
        BytePeer peer = connect(framing);
        String head = "request:length:1.0.0:" + id(1) + "\n";
        String text = "a".repeat(1_048_576 - head.length() - 2);
        assertThat(peer.exchange(head + '"' + text + '"'))
                .isEqualTo("response:length:1.0.0:" + id(1) + "\n" + text.length());
        // Its first bytes are enough, and a peer that sends on into a refusal may see its socket break.
        peer.sendBytes(Arrays.copyOf(peer.frame(head + '"' + text + "b\""), 100));
        assertThat(peer.receive()).contains("FRAME_TOO_LARGE");
        peer.expectClosed();
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 15, 1 | 1 << 4})
    void flagThatWasNotAnnouncedEndsTheConnection(int flags) {
        BytePeer peer = connect(Framing.ENVELOPE);
        peer.sendBytes(peer.frame(flags, request(1, "a").getBytes(StandardCharsets.UTF_8)));
        assertThat(peer.receive()).startsWith("response:error:1.0.0\n{\"error\":{\"code\":\"MALFORMED_MESSAGE\"");
        peer.expectClosed();
    }

    @Test
    void optionalFlagIsIgnored() {
        BytePeer peer = connect(Framing.ENVELOPE);
        peer.sendBytes(peer.frame(1 << 20, request(1, "a").getBytes(StandardCharsets.UTF_8)));
        assertThat(peer.receive()).isEqualTo(response(1, "A"));
    }

    @Test
    void nothingIsReadAfterARefusal() {
        BytePeer peer = connect(Framing.ENVELOPE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(peer.frame(1 << 4, new byte[0]));
        bytes.writeBytes(peer.frame(request(1, "a")));
        peer.sendBytes(bytes.toByteArray());
        assertThat(peer.receive()).contains("RESERVED_FLAG");
        peer.expectClosed();
    }

    @Test
    void peerThatEndsItsOutputStillGetsItsAnswers() {
        BytePeer peer = connect(Framing.ENVELOPE);
        peer.send(request(1, "last"));
        peer.endOutput();
        assertThat(peer.receive()).isEqualTo(response(1, "LAST"));
        peer.expectClosed();
    }

    @Test
    void truncatedFrameIsReportedAndNeverHandled() {
        BytePeer peer = connect(Framing.ENVELOPE);
        byte[] frame = peer.frame(request(1, "a"));
        peer.sendBytes(Arrays.copyOf(frame, frame.length - 1));
        peer.endOutput();
        assertThat(peer.receive())
                .startsWith("response:error:1.0.0\n{\"error\":{\"code\":\"MALFORMED_MESSAGE\"")
                .contains("\"reason\":\"TRUNCATED\"", "\"executed\":\"no\"");
        peer.expectClosed();
    }

    @Test
    void laterLineFeedsBelongToThePayload() {
        BytePeer peer = connect(Framing.ENVELOPE);
        assertThat(peer.exchange("request:shout:1.0.0:" + id(1) + "\n\"a\"\nrequest:shout:1.0.0:" + id(2) + "\n\"b\""))
                .startsWith("response:shout:1.0.0:" + id(1) + "\n{\"error\":{\"code\":\"MALFORMED_MESSAGE\"");
        peer.ping();
    }
}
