package io.trunkline.server;

import io.trunkline.Identity;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The gates at accept, by real sockets; promise P4 for logins. */
class AdmissionIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final List<Refusal.Reason> refusals = new CopyOnWriteArrayList<>();

    private void start(Admission.Builder admission) {
        fixture.start(server -> server.listen(0).admission(admission.build()).observer(new ServerObserver() {
            @Override
            public void onRefused(Refusal refusal) {
                refusals.add(refusal.reason());
            }
        }));
    }

    private void expectRefused(Refusal.Reason reason) {
        fixture.raw(Framing.ENVELOPE).expectClosed();
        await().untilAsserted(() -> assertThat(refusals).containsOnly(reason));
    }

    private void expectRoomAgain(BytePeer leaves) {
        leaves.close();
        await().until(() -> fixture.server().connections().size() == 1);
        fixture.connect().ping();
    }

    @Test
    @Tag("feature-137")
    @Tag("feature-160")
    @Tag("feature-106")
    void serverTakesItsConnectionsAndNotOneMore() {
        start(Admission.builder().maxConnections(2));
        BytePeer first = fixture.connect();
        fixture.connect().ping();
        expectRefused(Refusal.Reason.CONNECTIONS);
        expectRoomAgain(first);
    }

    @Test
    @Tag("feature-137")
    void listenersOfAServerShareItsConnections() {
        fixture.start(server -> server.listen(
                        ListenOptions.builder().name("a").port(0).build())
                .listen(
                        ListenOptions.builder().name("b").port(0).build(),
                        FrameFormat.lengthPrefixed(),
                        connection -> connection::send)
                .admission(Admission.builder().maxConnections(1).build()));
        try (BytePeer first = BytePeer.connect(fixture.server().port("a"));
                BytePeer second = BytePeer.raw(fixture.server().port("b"), Framing.LENGTH_PREFIXED)) {
            first.ping();
            second.expectClosed();
        }
    }

    @Test
    @Tag("feature-140")
    @Tag("feature-182")
    void addressHasItsConnectionsAndNotOneMoreIfLoopbackIsNotExempt() {
        start(Admission.builder().maxConnectionsPerAddress(2).limitLoopback());
        BytePeer first = fixture.connect();
        fixture.connect().ping();
        expectRefused(Refusal.Reason.CONNECTIONS_OF_ADDRESS);
        expectRoomAgain(first);
    }

    @Test
    void loopbackIsExemptFromTheLimitsPerAddress() {
        start(Admission.builder().maxConnectionsPerAddress(1).connectionRate(Rate.of(1, Duration.ofHours(1))));
        for (int i = 0; i < 5; i++) {
            fixture.connect().ping();
        }
        assertThat(refusals).isEmpty();
    }

    @Test
    @Tag("feature-141")
    void addressConnectsAsOftenAsItMayAndNotOnceMore() {
        start(Admission.builder()
                .connectionRate(Rate.of(1, Duration.ofHours(1)).burst(3))
                .limitLoopback());
        for (int i = 0; i < 3; i++) {
            fixture.connect().close();
        }
        expectRefused(Refusal.Reason.CONNECTION_RATE);
    }

    @Test
    void addressThatIsDeniedGetsNoByte() {
        start(Admission.builder().deny("127.0.0.0/8"));
        expectRefused(Refusal.Reason.ADDRESS_DENIED);
    }

    @Test
    void addressThatIsNotAmongTheAllowedGetsNoByte() {
        start(Admission.builder().allow("10.0.0.0/8", "2001:db8::/32"));
        expectRefused(Refusal.Reason.ADDRESS_DENIED);
    }

    private static String login(String token) {
        return "request:system.auth:1.0.0:" + id(1) + "\n{\"token\":\"" + token + "\"}";
    }

    @Test
    @Tag("feature-155")
    @Tag("feature-156")
    void whoFailsToLogInTooOftenIsRefusedEvenWithTheRightTokenByTheSameAnswer() {
        start(Admission.builder()
                .authenticator(Authenticator.tokens(Map.of("secret", Identity.of("alice"))))
                .lockout(2, Duration.ofHours(1))
                .limitLoopback());
        assertThat(fixture.connect().exchange(login("secret"))).contains("success");
        assertThat(fixture.connect().exchange(login("wrong"))).contains("Not authenticated");
        assertThat(fixture.connect().exchange(login("secret"))).contains("success");
        assertThat(fixture.connect().exchange(login("wrong"))).contains("Not authenticated");
        assertThat(fixture.connect().exchange(login("secret")))
                .contains("\"UNAUTHORIZED\"", "Not authenticated")
                .doesNotContain("success");
        await().untilAsserted(() -> assertThat(refusals)
                .containsExactly(
                        Refusal.Reason.UNAUTHENTICATED, Refusal.Reason.UNAUTHENTICATED, Refusal.Reason.LOCKED_OUT));
    }

    @Test
    @Tag("feature-157")
    @Tag("feature-189")
    void connectionAsksAndPublishesAsOftenAsItMayAndNotOnceMore() {
        start(Admission.builder()
                .ratePerConnection(Rate.of(1, Duration.ofHours(1)).burst(2)));
        BytePeer peer = fixture.connect();
        assertThat(peer.exchange("request:a:1.0.0:" + id(1) + "\n{}")).contains("NO_ROUTE_FOUND");
        assertThat(peer.exchange("publish:a:1.0.0\n{}")).contains("NO_ROUTE_FOUND");
        assertThat(peer.exchange("request:a:1.0.0:" + id(2) + "\n{}"))
                .startsWith("response:a:1.0.0:" + id(2) + "\n")
                .contains("\"RATE_LIMITED\"", "\"executed\":\"no\"");
        assertThat(peer.exchange("publish:a:1.0.0\n{}"))
                .startsWith("response:a:1.0.0\n")
                .contains("\"RATE_LIMITED\"");
        peer.ping();
        assertThat(fixture.connect().exchange("request:a:1.0.0:" + id(1) + "\n{}"))
                .contains("NO_ROUTE_FOUND");
    }

    /** Input 96: whoever publishes what it is sent goes round as often as it may, and then no more. */
    @Test
    void publisherThatLoopsItsOwnMessageIsStoppedByItsRate() {
        start(Admission.builder()
                .ratePerConnection(Rate.of(1, Duration.ofHours(1)).burst(10)));
        BytePeer peer = fixture.connect().subscribe("publish", "loop");
        peer.send("publish:loop:1.0.0\n{}");
        int rounds = 0;
        while (true) {
            String received = peer.receive();
            if (received.contains("RATE_LIMITED")) {
                break;
            }
            rounds++;
            peer.send("publish:loop:1.0.0\n{}");
        }
        assertThat(rounds).as("the subscription took one of ten").isEqualTo(9);
    }

    @Test
    @Tag("feature-158")
    @Tag("feature-159")
    void topicsHaveRatesOfTheirOwn() {
        start(Admission.builder()
                .ratePerTopic(Rate.of(1, Duration.ofHours(1)).burst(3))
                .ratePerConnection("rare.#", Rate.of(1, Duration.ofHours(1))));
        BytePeer peer = fixture.connect();
        assertThat(peer.exchange("publish:rare.a:1.0.0\n{}")).contains("NO_ROUTE_FOUND");
        assertThat(peer.exchange("publish:rare.b:1.0.0\n{}")).contains("RATE_LIMITED");
        BytePeer other = fixture.connect();
        assertThat(other.exchange("publish:rare.b:1.0.0\n{}")).contains("NO_ROUTE_FOUND");
        for (int i = 0; i < 3; i++) {
            assertThat((i == 0 ? peer : other).exchange("publish:Common:1.0.0\n{}"))
                    .contains("NO_ROUTE_FOUND");
        }
        assertThat(peer.exchange("publish:common:1.0.0\n{}")).contains("RATE_LIMITED");
    }

    /** Input 95: what nobody subscribes to and what somebody does are refused alike. */
    @Test
    void publishWithoutARightIsForbiddenWhetherOrNotAnybodySubscribes() {
        fixture.start(server -> server.listen(0)
                .admission(Admission.builder()
                        .permissions(Permissions.builder()
                                .everyone(may -> may.subscribe("#"))
                                .build())
                        .build()));
        BytePeer subscriber = fixture.connect().subscribe("publish", "some");
        BytePeer peer = fixture.connect();
        String some = peer.exchange("publish:some:1.0.0:" + id(1) + "\n{}");
        String none = peer.exchange("publish:none:1.0.0:" + id(1) + "\n{}");
        assertThat(some).contains("\"FORBIDDEN\"");
        assertThat(some.replace("some", "none").replaceAll("\"timestamp\":\"[^\"]*\"", ""))
                .isEqualTo(none.replaceAll("\"timestamp\":\"[^\"]*\"", ""));
        assertThat(peer.exchange("publish:some:1.0.0\n{}")).contains("\"FORBIDDEN\"");
        subscriber.ping();
    }

    @Test
    @Tag("feature-93")
    void auditNeedsARuleThatNamesIt() {
        fixture.start(server -> server.listen(0)
                .admission(Admission.builder()
                        .permissions(Permissions.builder()
                                .everyone(may -> may.everything().subscribe("system.message"))
                                .build())
                        .build()));
        fixture.connect().subscribe("publish", "System.Message");
    }
}
