package io.trunkline.server;

import io.trunkline.Route;
import io.trunkline.codec.Framing;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.idOf;
import static io.trunkline.server.Ids.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;

class RoutingIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private void start(Framing framing) {
        fixture.start(server -> server.listen(
                        ListenOptions.builder().port(0).framing(framing).build())
                .handle(Route.of("local", String.class, String.class), text -> text));
    }

    @Tag("feature-34")
    @Tag("feature-35")
    @Tag("feature-36")
    @Tag("feature-192")
    @ParameterizedTest
    @EnumSource(Framing.class)
    void requestGoesToTheSubscriberUnderAFreshIdAndTheAnswerBackUnderTheOldOne(Framing framing) {
        start(framing);
        BytePeer target = fixture.connect(framing).subscribe("request", "Svc.+");
        BytePeer caller = fixture.connect(framing);
        caller.send("request:svc.Do:3.2.1:" + id(1) + ":" + id(2) + ":4000\nany \u00e9 bytes");
        String forwarded = target.receive();
        assertThat(forwarded).startsWith("request:svc.Do:3.2.1:").endsWith("\nany \u00e9 bytes");
        assertThat(idOf(forwarded)).isNotEqualTo(id(1));
        String[] fields = forwarded.substring(0, forwarded.indexOf('\n')).split(":");
        assertThat(fields[4]).isEqualTo(id(2));
        assertThat(Integer.parseInt(fields[5])).isBetween(1, 4_000);
        target.send("response:svc.Do:3.2.1:" + idOf(forwarded) + "\nerror:{\"code\":\"X\"}");
        assertThat(caller.receive()).isEqualTo("response:svc.Do:3.2.1:" + id(1) + "\nerror:{\"code\":\"X\"}");
    }

    /** Row 45 of the faults. */
    @Tag("feature-36")
    @Tag("feature-90")
    @Test
    void onlyTheTargetMayAnswerAndOnce() {
        start(Framing.ENVELOPE);
        BytePeer target = fixture.connect().subscribe("request", "svc");
        BytePeer caller = fixture.connect();
        BytePeer thief = fixture.connect();
        caller.send("request:svc:1.0.0:" + id(1) + "\n{}");
        String answer = "response:svc:1.0.0:" + idOf(target.receive()) + "\n\"mine\"";
        assertThat(thief.exchange(answer))
                .startsWith(
                        answer.substring(0, answer.indexOf('\n')) + "\n{\"error\":{\"code\":\"INVALID_REQUEST_ID\"");
        target.send(answer);
        assertThat(payloadOf(caller.receive())).isEqualTo("\"mine\"");
        assertThat(target.exchange(answer)).contains("INVALID_REQUEST_ID");
        target.send("response:svc:1.0.0:" + id(5) + "\n{\"error\":{\"code\":\"X\",\"message\":\"m\"}}");
        target.ping();
    }

    @Test
    void localHandlerGoesBeforeSubscribers() {
        start(Framing.ENVELOPE);
        fixture.connect().subscribe("request", "#", "1000");
        assertThat(fixture.connect().exchange("request:LOCAL:1.0.0:" + id(1) + "\n\"x\""))
                .isEqualTo("response:LOCAL:1.0.0:" + id(1) + "\n\"x\"");
    }

    @Tag("feature-85")
    @Tag("feature-86")
    @Tag("feature-192")
    @Test
    void highestPriorityAnswersAndTheNextOneWhenItHasGone() {
        start(Framing.ENVELOPE);
        BytePeer low = fixture.connect().subscribe("request", "svc", "-1.5");
        BytePeer high = fixture.connect().subscribe("both", "svc", "7e2");
        BytePeer caller = fixture.connect();
        caller.send("request:svc:1.0.0:" + id(1) + "\n{}");
        high.send("response:svc:1.0.0:" + idOf(high.receive()) + "\n\"high\"");
        assertThat(payloadOf(caller.receive())).isEqualTo("\"high\"");
        high.send("request:system.topic.unsubscribe:1.0.0:" + id(2) + "\n{\"action\":\"request\",\"topic\":\"SVC\"}");
        assertThat(payloadOf(high.receive())).isEqualTo("{\"status\":\"success\"}");
        caller.send("request:svc:1.0.0:" + id(1) + "\n{}");
        low.send("response:svc:1.0.0:" + idOf(low.receive()) + "\n\"low\"");
        assertThat(payloadOf(caller.receive())).isEqualTo("\"low\"");
    }

    @Tag("feature-95")
    @Tag("feature-96")
    @Test
    void lostTargetFailsItsRequestsAtOnce() {
        start(Framing.ENVELOPE);
        BytePeer target = fixture.connect().subscribe("request", "svc");
        BytePeer caller = fixture.connect();
        caller.send("request:svc:1.0.0:" + id(1) + "::3600000\n{}");
        target.receive();
        String lost = target.id();
        target.close();
        assertThat(caller.receive())
                .startsWith("response:svc:1.0.0:" + id(1) + "\n")
                .contains("\"SERVICE_UNAVAILABLE\"", "\"reason\":\"TARGET_LOST\"", "\"executed\":\"maybe\"")
                .contains("\"targetServiceId\":\"" + lost + "\"");
        assertThat(caller.exchange("request:svc:1.0.0:" + id(2) + "\n{}")).contains("\"NO_ROUTE_FOUND\"");
    }

    @Tag("feature-97")
    @Test
    void expiredRequestIsTimedOutAndItsLateAnswerDroppedOnce() {
        start(Framing.ENVELOPE);
        BytePeer target = fixture.connect().subscribe("request", "svc");
        BytePeer caller = fixture.connect();
        caller.send("request:svc:1.0.0:" + id(1) + "::1000\n{}");
        String brokerId = idOf(target.receive());
        assertThat(caller.receive())
                .startsWith("response:svc:1.0.0:" + id(1) + "\n")
                .contains("\"TIMEOUT\"", "\"targetServiceId\":\"" + target.id() + "\"");
        target.send("response:svc:1.0.0:" + brokerId + "\n\"late\"");
        target.ping();
        assertThat(target.exchange("response:svc:1.0.0:" + brokerId + "\n\"later\""))
                .contains("INVALID_REQUEST_ID");
        caller.ping();
    }

    @Test
    void oneWayRequestIsForwardedWithoutAnId() {
        start(Framing.ENVELOPE);
        BytePeer target = fixture.connect().subscribe("request", "svc");
        fixture.connect().send("request:svc:1.0.0\n{\"a\":1}");
        assertThat(target.receive()).isEqualTo("request:svc:1.0.0\n{\"a\":1}");
    }

    @Test
    void peerThatAnnouncedFragmentsGetsThemAndMaySendThem() {
        start(Framing.ENVELOPE);
        BytePeer target = hello(fixture.connect().subscribe("request", "svc"), "\"more\"", 500);
        BytePeer caller = fixture.connect();
        String payload = "x".repeat(1_200);
        caller.send("request:svc:1.0.0:" + id(1) + "\n" + payload);
        BytePeer.Frame first = target.receiveFrame();
        BytePeer.Frame second = target.receiveFrame();
        BytePeer.Frame third = target.receiveFrame();
        assertThat(new int[] {first.flags(), second.flags(), third.flags()}).containsExactly(4, 4, 0);
        assertThat(first.body()).hasSize(500);
        assertThat(payloadOf(first.text() + second.text() + third.text())).isEqualTo(payload);
        String head = "response:svc:1.0.0:" + idOf(first.text()) + "\n";
        target.sendBytes(target.frame(4, (head + "ab").getBytes(StandardCharsets.UTF_8)));
        target.sendBytes(target.frame(1, new byte[0]));
        target.sendBytes(target.frame(0, "cd".getBytes(StandardCharsets.UTF_8)));
        assertThat(caller.receive()).isEqualTo("response:svc:1.0.0:" + id(1) + "\nabcd");
    }

    @Test
    void peerThatAnnouncedCompressionGetsItWhereTheMessageWouldNotFit() throws Exception {
        start(Framing.ENVELOPE);
        BytePeer target = hello(fixture.connect().subscribe("request", "svc"), "\"compressed\"", 500);
        BytePeer caller = fixture.connect();
        String payload = "x".repeat(1_100);
        caller.send("request:svc:1.0.0:" + id(1) + "\n" + payload);
        BytePeer.Frame frame = target.receiveFrame();
        assertThat(frame.flags()).isEqualTo(8);
        int start = frame.text().indexOf('\n') + 1;
        java.util.zip.Inflater inflater = new java.util.zip.Inflater();
        inflater.setInput(frame.body(), start, frame.body().length - start);
        byte[] inflated = new byte[payload.length()];
        assertThat(inflater.inflate(inflated)).isEqualTo(payload.length());
        inflater.end();
        assertThat(new String(inflated, StandardCharsets.UTF_8)).isEqualTo(payload);
    }

    @Tag("feature-166")
    @Test
    void messageThatTheTargetCannotTakeIsRefused() {
        start(Framing.ENVELOPE);
        BytePeer target = hello(fixture.connect().subscribe("request", "svc"), "", 500);
        BytePeer caller = fixture.connect();
        assertThat(caller.exchange("request:svc:1.0.0:" + id(1) + "\n" + "x".repeat(600)))
                .contains("\"PAYLOAD_TOO_LARGE\"", "\"executed\":\"no\"");
        caller.send("request:svc:1.0.0:" + id(1) + "\nsmall");
        assertThat(payloadOf(target.receive())).isEqualTo("small");
    }

    private static BytePeer hello(BytePeer peer, String flag, int maxFrame) {
        assertThat(peer.exchange(
                        "request:system.hello:1.0.0:" + id(9) + "\n{\"protocol\":1,\"agent\":\"t/1\",\"flags\":[" + flag
                                + "],\"compression\":[\"deflate\"],\"maxFrame\":" + maxFrame + ",\"maxMessage\":1300}"))
                .startsWith("response:system.hello:1.0.0:" + id(9) + "\n{\"status\":\"success\",\"protocol\":1,");
        return peer;
    }
}
