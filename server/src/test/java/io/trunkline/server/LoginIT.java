package io.trunkline.server;

import io.trunkline.Identity;
import io.trunkline.Route;
import io.trunkline.codec.Framing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.server.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Input 99 and promise P7: what may be said before it is known who says it. */
@Tag("feature-92")
@Tag("feature-176")
class LoginIT {
    private static final String LOGIN = "request:system.auth:1.0.0:" + id(1) + "\n";
    private static final String IN = "response:system.auth:1.0.0:" + id(1) + "\n{\"status\":\"success\"}";
    private static final Identity ALICE = Identity.of("alice", "admin");

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final List<String> callers = new CopyOnWriteArrayList<>();

    private void start(Authenticator authenticator) {
        start(Admission.builder().authenticator(authenticator));
    }

    private void start(Admission.Builder admission) {
        fixture.start(server -> server.listen(0)
                .admission(admission.build())
                .handle(Route.of("who", String.class, String.class), (request, call) -> {
                    callers.add(request);
                    return call.caller().map(Identity::name).orElse("nobody");
                }));
    }

    private void startWithToken() {
        start(Authenticator.tokens(Map.of("secret", ALICE)));
    }

    private static String token(String json) {
        return LOGIN + "{\"token\":" + json + "}";
    }

    /** Without the timestamp, which is another each time. */
    private static String stripped(String error) {
        return error.replaceAll("\"timestamp\":\"[^\"]*\"", "");
    }

    private static void expectUnauthorized(BytePeer peer, String head) {
        assertThat(peer.receive()).startsWith(head + "\n").contains("\"UNAUTHORIZED\"", "\"executed\":\"no\"");
        peer.endOutput();
        peer.expectClosed();
    }

    @Test
    void rightTokenLetsInAndHandlersSeeWhoAsks() {
        startWithToken();
        BytePeer peer = fixture.connect();
        assertThat(peer.exchange(token("\"secret\""))).isEqualTo(IN);
        assertThat(peer.exchange("request:who:1.0.0:" + id(2) + "\n\"x\""))
                .isEqualTo("response:who:1.0.0:" + id(2) + "\n\"alice\"");
        assertThat(fixture.server().connection(peer.id()).orElseThrow().identity())
                .contains(ALICE);
    }

    @Test
    void keepAliveIsSwallowedBeforeTheLogin() {
        startWithToken();
        BytePeer peer = fixture.connect();
        peer.sendBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
        assertThat(peer.exchange(token("\"secret\""))).isEqualTo(IN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request:who:1.0.0:00000000-0000-4000-8000-000000000001",
                "request:system.hello:1.0.0:00000000-0000-4000-8000-000000000001",
                "request:system.topic.list:1.0.0:00000000-0000-4000-8000-000000000001",
                "request:system.nothing:1.0.0:00000000-0000-4000-8000-000000000001",
                "request:system.heartbeat:1.0.0",
                "request:system.auth:1.0.0",
                "publish:events:1.0.0:00000000-0000-4000-8000-000000000001",
                "publish:events:1.0.0"
            })
    void everythingButALoginIsUnauthorizedAndEndsTheConnection(String head) {
        startWithToken();
        BytePeer peer = fixture.connect();
        peer.send(head + "\n{\"token\":\"secret\"}");
        expectUnauthorized(peer, head.replaceFirst("request|publish", "response"));
        assertThat(callers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response:who:1.0.0:00000000-0000-4000-8000-000000000001\n{}",
                "response:error:1.0.0\n{}",
                "nonsense",
                ""
            })
    void whatIsNoRequestIsUnauthorizedUnderNoId(String message) {
        startWithToken();
        BytePeer peer = fixture.connect();
        peer.send(message);
        expectUnauthorized(peer, "response:error:1.0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"wrong\"",
                "\"\"",
                "\"Secret\"",
                "\"secret\\u0000\"",
                "\"secret \"",
                "5",
                "true",
                "null",
                "[\"secret\"]",
                "{\"secret\":1}",
                "[[[[1]]]]"
            })
    void everyWrongTokenGetsTheSameBytes(String token) {
        startWithToken();
        BytePeer wrong = fixture.connect();
        String answer = wrong.exchange(token(token));
        assertThat(stripped(answer))
                .isEqualTo("response:system.auth:1.0.0:" + id(1)
                        + "\n{\"error\":{\"code\":\"UNAUTHORIZED\",\"message\":\"Not authenticated\",,"
                        + "\"details\":{\"executed\":\"no\"}}}");
        wrong.endOutput();
        wrong.expectClosed();
    }

    @Test
    void loginMayNestFourLevelsAndNotFive() {
        startWithToken();
        String four = LOGIN + "{\"a\":[[[1]]],\"token\":\"secret\"}";
        String five = LOGIN + "{\"a\":[[[[1]]]],\"token\":\"secret\"}";
        assertThat(fixture.connect().exchange(four)).isEqualTo(IN);
        assertThat(fixture.connect().exchange(five)).contains("\"UNAUTHORIZED\"");
    }

    private static byte[] login(BytePeer peer, int size) {
        String start = token("\"secret\"").replace("}", ",\"a\":\"");
        String message = start + "x".repeat(size - start.length() - 2) + "\"}";
        assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSize(size);
        return peer.frame(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENVELOPE", "LENGTH_PREFIXED"})
    void frameBeforeTheLoginMayHave16384BytesAndNotOneMore(Framing framing) {
        fixture.start(server -> server.listen(
                        ListenOptions.builder().port(0).framing(framing).build())
                .admission(Admission.builder()
                        .authenticator(Authenticator.tokens(Map.of("secret", ALICE)))
                        .build()));
        BytePeer most = fixture.connect(framing);
        assertThat(most.sendBytes(login(most, 16_384)).receive()).isEqualTo(IN);
        BytePeer more = fixture.connect(framing);
        more.sendBytes(login(more, 16_385));
        expectUnauthorized(more, "response:error:1.0.0");
    }

    @Test
    void theListenersOwnFrameLimitHoldsAfterTheLogin() {
        startWithToken();
        BytePeer peer = fixture.connect();
        assertThat(peer.exchange(token("\"secret\""))).isEqualTo(IN);
        assertThat(peer.exchange("request:who:1.0.0:" + id(2) + "\n\"" + "x".repeat(100_000) + "\""))
                .endsWith("\"alice\"");
    }

    @Test
    void secondLoginIsUnauthorizedAndEndsTheConnection() {
        startWithToken();
        BytePeer peer = fixture.connect();
        assertThat(peer.exchange(token("\"secret\""))).isEqualTo(IN);
        peer.send(token("\"secret\""));
        expectUnauthorized(peer, "response:system.auth:1.0.0:" + id(1));
    }

    @Test
    void nobodyIsKnownBeforeTheLogin() {
        startWithToken();
        BytePeer silent = fixture.connect();
        BytePeer peer = fixture.connect();
        assertThat(peer.exchange(token("\"secret\""))).isEqualTo(IN);
        assertThat(peer.exchange("request:system.service.list:1.0.0:" + id(2) + "\n{}"))
                .contains(peer.id())
                .doesNotContain(silent.id());
    }

    @Test
    void whoDoesNotLogInInTimeIsToldAndClosedWhateverItSends() {
        start(Admission.builder()
                .authenticator(Authenticator.tokens(Map.of("secret", ALICE)))
                .authenticationTimeout(Duration.ofMillis(200)));
        BytePeer peer = fixture.connect();
        peer.sendBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
        expectUnauthorized(peer, "response:error:1.0.0");
    }

    @Test
    void authenticatorThatThrowsRefusesThatConnectionOnly() {
        start(credentials -> {
            if (credentials.token().orElse("").equals("bad")) {
                throw new AssertionError("an error, not even an exception");
            }
            return Optional.of(ALICE);
        });
        BytePeer bad = fixture.connect();
        bad.send(token("\"bad\""));
        expectUnauthorized(bad, "response:system.auth:1.0.0:" + id(1));
        assertThat(fixture.connect().exchange(token("\"good\""))).isEqualTo(IN);
    }

    @Test
    void authenticatorThatBlocksIsInterruptedAtTheDeadlineAndRefusesThatConnectionOnly() {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        start(Admission.builder().authenticationTimeout(Duration.ofSeconds(5)).authenticator(credentials -> {
            if (credentials.token().orElse("").equals("slow")) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
            return Optional.of(ALICE);
        }));
        BytePeer slow = fixture.connect();
        slow.send(token("\"slow\""));
        assertThat(fixture.connect().exchange(token("\"good\""))).isEqualTo(IN);
        expectUnauthorized(slow, "response:system.auth:1.0.0:" + id(1));
        await().until(() -> interrupted.getCount() == 0);
    }

    @Test
    void messageBehindALoginThatIsBeingLookedAtIsUnauthorized() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        start(credentials -> {
            asked.countDown();
            answer.await();
            return Optional.of(ALICE);
        });
        BytePeer peer = fixture.connect();
        peer.send(token("\"secret\""));
        await().until(() -> asked.getCount() == 0);
        peer.send("request:who:1.0.0:" + id(2) + "\n\"x\"");
        expectUnauthorized(peer, "response:who:1.0.0:" + id(2));
        answer.countDown();
        assertThat(callers).isEmpty();
    }

    @Test
    void serverThatAsksNobodyKnowsNoLogin() {
        fixture.start(server -> server.listen(0));
        assertThat(fixture.connect().exchange(token("\"secret\""))).contains("\"TOPIC_NOT_SUPPORTED\"");
    }

    @Test
    void drainDoesNotWaitForThoseWhoAreNobodyYet() {
        startWithToken();
        BytePeer peer = fixture.connect();
        DrainReport report = fixture.server().closeAsync(Duration.ofSeconds(20)).join();
        peer.endOutput();
        peer.expectClosed();
        assertThat(report.toString()).doesNotContain("cutConnections=1");
    }
}
