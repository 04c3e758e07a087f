package io.trunkline.server;

import io.trunkline.Identity;
import io.trunkline.JsonMessage;
import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.server.apps.EchoApps;
import io.trunkline.transport.ConnectionHandler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Rates of listeners that speak no broker messages: told where the format can say it, slowed where it cannot. */
@Tag("feature-189")
class FrameRateIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private static Admission.Builder once(int burst) {
        return Admission.builder()
                .ratePerConnection(Rate.of(1, Duration.ofHours(1)).burst(burst));
    }

    private <F> void start(Admission admission, FrameFormat<F> format, ConnectionHandler.Factory<F> factory) {
        start(admission, ListenOptions.of(0), format, factory);
    }

    private <F> void start(
            Admission admission, ListenOptions listen, FrameFormat<F> format, ConnectionHandler.Factory<F> factory) {
        fixture.start(server -> server.listen(listen, format, factory).admission(admission));
    }

    private static FrameFormat<JsonMessage> lines() {
        return JsonMessage.in(FrameFormat.jsonLines());
    }

    private long refusedForRate() {
        return fixture.server().stats().refusals().getOrDefault(Refusal.Reason.RATE, 0L);
    }

    @Test
    void jsonMessagesBeyondTheRateOfTheirConnectionAreAnsweredAndNotHandled() {
        start(once(2).build(), lines(), connection -> message -> {
            seen.add(message.type());
            connection.send(message);
        });
        try (TextPeer peer = new TextPeer(fixture.server().port());
                TextPeer other = new TextPeer(fixture.server().port())) {
            peer.sendLine("{\"type\":\"a\"}").sendLine("{\"type\":\"b\"}").sendLine("{\"type\":\"c\"}");
            assertThat(peer.readLine()).contains("\"a\"");
            assertThat(peer.readLine()).contains("\"b\"");
            assertThat(peer.readLine()).contains("\"type\":\"error\"", "\"code\":\"RATE_LIMITED\"");
            other.sendLine("{\"type\":\"d\"}");
            assertThat(other.readLine())
                    .as("another connection's bucket is full")
                    .contains("\"d\"");
        }
        assertThat(seen).containsExactly("a", "b", "d");
        assertThat(refusedForRate()).isOne();
    }

    @Test
    void oneIdentityHasOneRateOnAllItsConnections() {
        Admission admission = Admission.builder()
                .authenticator(Authenticator.tokens(Map.of("one", Identity.of("alice"), "two", Identity.of("bob"))))
                .ratePerIdentity(Rate.of(1, Duration.ofHours(1)).burst(2))
                .build();
        start(
                admission,
                lines(),
                FrameLogin.of(hello -> hello.text("token"), connection -> message -> connection.send(message)));
        try (TextPeer first = loggedIn("one");
                TextPeer second = loggedIn("one");
                TextPeer other = loggedIn("two")) {
            assertThat(echoed(first)).contains("\"say\"");
            assertThat(echoed(second)).contains("\"say\"");
            assertThat(echoed(first)).contains("RATE_LIMITED");
            assertThat(echoed(second)).contains("RATE_LIMITED");
            assertThat(echoed(other)).contains("\"say\"");
        }
    }

    private TextPeer loggedIn(String token) {
        return new TextPeer(fixture.server().port()).sendLine("{\"type\":\"login\",\"token\":\"" + token + "\"}");
    }

    private static String echoed(TextPeer peer) {
        return peer.sendLine("{\"type\":\"say\"}").readLine();
    }

    private static byte[] frame(String text) {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array();
    }

    @Test
    void framesOfAFormatWithoutErrorsAreAllHandledAndTheConnectionIsReadNoMore() {
        start(once(2).build(), FrameFormat.lengthPrefixed(), connection -> (Payload frame) -> {
            seen.add(frame.text());
            connection.send(frame);
        });
        BytePeer peer = fixture.raw(Framing.LENGTH_PREFIXED);
        BytePeer other = fixture.raw(Framing.LENGTH_PREFIXED);
        peer.sendBytes("\0\0\0\1a\0\0\0\1b\0\0\0\1c".getBytes(StandardCharsets.US_ASCII));
        for (String text : List.of("a", "b", "c")) {
            assertThat(peer.receive()).as("one read has brought it").isEqualTo(text);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(refusedForRate()).isPositive());
        long before = fixture.server().stats().bytesReceived();
        peer.sendBytes(frame("late"));
        assertThat(other.sendBytes(frame("x")).receive()).as("others are read").isEqualTo("x");
        assertThat(fixture.server().stats().bytesReceived())
                .as("what comes too soon stays with its sender")
                .isEqualTo(before + frame("x").length);
        assertThat(seen).doesNotContain("late");
    }

    @Test
    void slowedConnectionIsReadAgainWhenThereIsRoom() {
        Admission admission = Admission.builder()
                .ratePerConnection(Rate.of(10, Duration.ofSeconds(1)).burst(1))
                .build();
        start(admission, FrameFormat.lengthPrefixed(), connection -> (Payload frame) -> connection.send(frame));
        BytePeer peer = fixture.raw(Framing.LENGTH_PREFIXED);
        for (int round = 0; round < 2; round++) {
            ByteArrayOutputStream atOnce = new ByteArrayOutputStream();
            for (int i = 0; i < 8; i++) {
                atOnce.writeBytes(frame("n" + i));
            }
            peer.sendBytes(atOnce.toByteArray());
            for (int i = 0; i < 8; i++) {
                assertThat(peer.receive()).isEqualTo("n" + i);
            }
        }
        assertThat(refusedForRate()).as("times that it was not read").isPositive();
    }

    @Test
    void streamsBeyondTheRateAreClosedWithItAndTheirDataIsFree() {
        fixture.start(server -> server.listen(0, EchoApps.streams()).admission(once(2).build()));
        StreamPeer peer = new StreamPeer(fixture);
        for (long stream : new long[] {1, 3}) {
            peer.create(stream);
            for (int i = 0; i < 10; i++) {
                assertThat(peer.data(stream, "x").receive()).isEqualTo(stream + ":x");
            }
        }
        peer.create(5);
        assertThat(peer.receive()).isEqualTo("0:" + StreamPeer.closed(5, "RATE_LIMITED"));
        StreamStats streams = fixture.server().stats().streams();
        assertThat(streams.refused()).containsOnly(Map.entry(StreamStats.Refused.RATE_LIMITED, 1L));
        assertThat(streams.opened()).isEqualTo(2);
        assertThat(refusedForRate()).isOne();
    }

    @Test
    void aListenerMayBeFreedOfTheRates() {
        ListenOptions free = ListenOptions.builder().port(0).unlimitedRate().build();
        start(once(1).build(), free, lines(), connection -> message -> connection.send(message));
        try (TextPeer peer = new TextPeer(fixture.server().port())) {
            for (int i = 0; i < 5; i++) {
                assertThat(echoed(peer)).contains("\"say\"");
            }
        }
        assertThat(refusedForRate()).isZero();
    }
}
