package io.trunkline.server;

import io.trunkline.Identity;
import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.transport.ConnectionHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Listeners of frames ask who is there, too: by the first frame, or by a certificate. */
class FrameLoginIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<Refusal.Reason> refusals = new CopyOnWriteArrayList<>();

    private final ConnectionHandler.Factory<Payload> echo = connection -> {
        opened.add(connection.identity().map(Identity::name).orElse("nobody"));
        return connection::send;
    };

    private static Optional<String> token(Payload frame) {
        String text = frame.text();
        return text.startsWith("token ") ? Optional.of(text.substring(6)) : Optional.empty();
    }

    private Admission.Builder admission() {
        return Admission.builder().authenticator(Authenticator.tokens(Map.of("secret", Identity.of("alice"))));
    }

    private void start(Admission.Builder admission, ConnectionHandler.Factory<Payload> factory) {
        fixture.start(server -> server.listen(0, FrameFormat.lengthPrefixed(), factory)
                .admission(admission.build())
                .observer(new ServerObserver() {
                    @Override
                    public void onRefused(Refusal refusal) {
                        refusals.add(refusal.reason());
                    }
                }));
    }

    private void startWithLogin(Admission.Builder admission) {
        start(
                admission,
                FrameLogin.of(FrameLoginIT::token, echo)
                        .welcome(Payload.ofText("welcome"))
                        .refusal(Payload.ofText("refused")));
    }

    private BytePeer connect() {
        return fixture.raw(Framing.LENGTH_PREFIXED);
    }

    private void expectRefused(BytePeer peer, Refusal.Reason reason) {
        assertThat(peer.receive()).isEqualTo("refused");
        peer.endOutput();
        peer.expectClosed();
        await().untilAsserted(() -> assertThat(refusals).containsExactly(reason));
        assertThat(opened).isEmpty();
    }

    @Test
    void handlerIsMadeForWhoeverLogsInAndGetsWhatComesAfterTheLogin() {
        startWithLogin(admission());
        BytePeer peer = connect();
        assertThat(peer.exchange("token secret")).isEqualTo("welcome");
        assertThat(peer.exchange("x".repeat(100_000))).hasSize(100_000);
        assertThat(opened).containsExactly("alice");
    }

    @Test
    void wrongTokenIsRefused() {
        startWithLogin(admission());
        expectRefused(connect().send("token wrong"), Refusal.Reason.UNAUTHENTICATED);
    }

    @Test
    void frameWithoutATokenIsRefused() {
        startWithLogin(admission());
        expectRefused(connect().send("hello"), Refusal.Reason.UNAUTHENTICATED);
    }

    @Test
    void frameThatCannotBeReadIsRefused() {
        startWithLogin(admission());
        BytePeer peer = connect();
        peer.sendBytes(peer.frame(0, new byte[] {(byte) 0xFF}));
        expectRefused(peer, Refusal.Reason.UNAUTHENTICATED);
    }

    @Test
    void sixteenKibibytesMayComeBeforeTheLoginAndNotOneByteMore() {
        startWithLogin(admission());
        BytePeer most = connect();
        most.send("token " + "x".repeat(16_384 - 4 - 6));
        assertThat(most.receive()).as("looked at, and wrong").isEqualTo("refused");
        BytePeer more = connect();
        more.send("token " + "x".repeat(16_384 - 4 - 5));
        more.endOutput();
        assertThat(more.readToEnd()).as("not looked at").isEmpty();
    }

    @Test
    void whoDoesNotLogInInTimeIsClosed() {
        startWithLogin(admission().authenticationTimeout(Duration.ofMillis(200)));
        BytePeer peer = connect();
        peer.expectClosed();
        await().untilAsserted(() -> assertThat(refusals).containsExactly(Refusal.Reason.AUTHENTICATION_TIMEOUT));
        assertThat(opened).isEmpty();
    }

    @Test
    void authenticatorThatBlocksIsInterruptedAtTheDeadlineAndCostsItsConnectionOnly() {
        CountDownLatch never = new CountDownLatch(1);
        startWithLogin(
                Admission.builder().authenticationTimeout(Duration.ofSeconds(5)).authenticator(credentials -> {
                    if (credentials.token().orElse("").equals("slow")) {
                        never.await();
                    }
                    return Optional.of(Identity.of("somebody"));
                }));
        BytePeer slow = connect().send("token slow");
        assertThat(connect().exchange("token good")).isEqualTo("welcome");
        slow.endOutput();
        slow.expectClosed();
        await().untilAsserted(() -> assertThat(refusals).containsExactly(Refusal.Reason.AUTHENTICATION_TIMEOUT));
        assertThat(opened).containsExactly("somebody");
    }

    @Test
    void listenerWithoutALoginLetsOnlyCertificatesIn() {
        start(admission(), echo);
        connect().expectClosed();
        await().untilAsserted(() -> assertThat(refusals).containsExactly(Refusal.Reason.UNAUTHENTICATED));
        assertThat(opened).isEmpty();
    }

    @Test
    void loginThatNobodyDecidesAboutIsRefusedAtTheStart() {
        assertThatThrownBy(() -> start(Admission.builder(), FrameLogin.of(FrameLoginIT::token, echo)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no authenticator");
        assertThatThrownBy(() -> TrunklineServer.builder()
                        .listen(
                                ListenOptions.builder().port(0).onLoop().build(),
                                FrameFormat.lengthPrefixed(),
                                FrameLogin.of(FrameLoginIT::token, echo)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("onLoop");
    }
}
