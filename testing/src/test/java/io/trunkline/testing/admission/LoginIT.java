package io.trunkline.testing.admission;

import io.trunkline.ErrorCode;
import io.trunkline.Identity;
import io.trunkline.Message;
import io.trunkline.ReplyException;
import io.trunkline.Route;
import io.trunkline.TrunklineException;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.TrunklineClient;
import io.trunkline.codec.Framing;
import io.trunkline.server.Admission;
import io.trunkline.server.Authenticator;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.Permissions;
import io.trunkline.server.Rate;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.OurThreads;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.TlsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Our client logs in to our server: by token and by certificate, and hears what it may not. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("feature-92")
@Tag("feature-93")
final class LoginIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Route<String, String> WHO = Route.of("who.asks", String.class, String.class);

    private final TestCertificates authority = TestCertificates.create();
    private TrunklineServer server = TrunklineServer.builder().listen(0).start();

    @AfterEach
    void nothingIsLeft() {
        server.close();
        OurThreads.awaitNone();
    }

    private void start(ListenOptions listen, Admission.Builder admission) {
        server.close();
        server = TrunklineServer.builder()
                .listen(listen)
                .admission(admission.build())
                .handle(
                        WHO,
                        (asked, call) -> call.caller().map(Identity::toString).orElse("nobody"))
                .start();
    }

    private void startWithTokens(Framing framing) {
        start(
                ListenOptions.builder().port(0).framing(framing).build(),
                Admission.builder()
                        .authenticator(Authenticator.tokens(Map.of("secret", Identity.of("alice", "admin")))));
    }

    private ClientOptions.Builder to(Framing framing) {
        return ClientOptions.builder()
                .endpoint("localhost", server.port())
                .framing(framing)
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE);
    }

    private ClientOptions withToken(Supplier<String> token) {
        return to(Framing.ENVELOPE).token(token).build();
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void clientWithTheRightTokenIsKnown(Framing framing) {
        startWithTokens(framing);
        try (TrunklineClient client =
                TrunklineClient.connect(to(framing).token(() -> "secret").build())) {
            assertThat(client.request(WHO, "x")).isEqualTo("Identity[alice [admin]]");
        }
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void clientWithAWrongTokenFailsToConnectAndSaysWhyWithoutTheToken(Framing framing) {
        startWithTokens(framing);
        ClientOptions options = to(framing).token(() -> "not the secret").build();
        assertThatExceptionOfType(ConnectFailedException.class)
                .isThrownBy(() -> TrunklineClient.connect(options))
                .withMessageContaining("did not accept the login")
                .withMessageNotContaining("not the secret")
                .havingCause()
                .isInstanceOfSatisfying(
                        ReplyException.class, reply -> assertThat(reply.code()).isEqualTo(ErrorCode.UNAUTHORIZED));
        assertThat(options.toString()).contains("token=***").doesNotContain("not the secret");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void clientWithoutATokenIsToldThatItNeedsOne(Framing framing) {
        startWithTokens(framing);
        try (TrunklineClient client = TrunklineClient.connect(
                to(framing).reconnect(ReconnectPolicy.never()).build())) {
            assertThatExceptionOfType(TrunklineException.class)
                    .isThrownBy(() -> client.request("echo", "hello"))
                    .withMessageContaining("no token")
                    .withMessageContaining("UNAUTHORIZED");
        }
    }

    @Test
    void clientThatSendsATokenToABrokerThatKnowsNoLoginsFailsToConnect() {
        assertThatExceptionOfType(ConnectFailedException.class)
                .isThrownBy(() -> TrunklineClient.connect(withToken(() -> "secret")))
                .havingCause()
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        reply -> assertThat(reply.code()).isEqualTo(ErrorCode.TOPIC_NOT_SUPPORTED));
    }

    @Test
    void supplierThatThrowsFailsTheConnectWithItsError() {
        IllegalStateException noToken = new IllegalStateException("the vault is closed");
        assertThatExceptionOfType(ConnectFailedException.class)
                .isThrownBy(() -> TrunklineClient.connect(withToken(() -> {
                    throw noToken;
                })))
                .withCause(noToken);
    }

    @Test
    void supplierIsAskedForEachConnect() {
        startWithTokens(Framing.ENVELOPE);
        int[] asked = {0};
        ClientOptions options = withToken(() -> {
            asked[0]++;
            return "secret";
        });
        TrunklineClient.connect(options).close();
        TrunklineClient.connect(options).close();
        assertThat(asked[0]).isEqualTo(2);
    }

    private void startWithCertificates(Authenticator authenticator) {
        TlsOptions tls = authority.mutualServerTls();
        start(
                ListenOptions.builder()
                        .port(0)
                        .tls(tls)
                        .handshakeTimeout(PATIENCE)
                        .build(),
                Admission.builder().authenticator(authenticator));
    }

    @ParameterizedTest
    @EnumSource(names = {"ENVELOPE"})
    void certificateIsALogin(Framing framing) {
        startWithCertificates(Authenticator.mutualTls());
        ClientOptions options =
                to(framing).tls(authority.mutualClientTls("orders.example")).build();
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            assertThat(client.request(WHO, "x")).isEqualTo("Identity[orders.example []]");
        }
    }

    @Test
    void userMayGiveRolesToCertificates() {
        startWithCertificates(credentials -> credentials
                .certificateIdentity()
                .filter(identity -> !credentials.peerCertificates().isEmpty())
                .map(identity -> Identity.of(identity.name(), "billing")));
        ClientOptions options = to(Framing.ENVELOPE)
                .tls(authority.mutualClientTls("orders.example"))
                .build();
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            assertThat(client.request(WHO, "x")).isEqualTo("Identity[orders.example [billing]]");
        }
    }

    @Test
    void certificateAloneIsNoTokenAndEitherMayBeEnough() {
        Authenticator tokens = Authenticator.tokens(
                token -> token.equals("secret") ? Optional.of(Identity.of("by token")) : Optional.empty());
        ClientOptions.Builder options = to(Framing.ENVELOPE);

        startWithCertificates(tokens);
        options.endpoint("localhost", server.port()).tls(authority.mutualClientTls("orders.example"));
        try (TrunklineClient client = TrunklineClient.connect(
                options.build().toBuilder().token(() -> "secret").build())) {
            assertThat(client.request(WHO, "x")).isEqualTo("Identity[by token []]");
        }

        startWithCertificates(Authenticator.mutualTls().or(tokens));
        options.endpoint("localhost", server.port());
        try (TrunklineClient client = TrunklineClient.connect(options.build())) {
            assertThat(client.request(WHO, "x")).isEqualTo("Identity[orders.example []]");
        }
    }

    private static ErrorCode refusal(Runnable call) {
        return catchThrowableOfType(ReplyException.class, call::run).code();
    }

    @Test
    void everyPathAsksForPermission() throws Exception {
        start(
                ListenOptions.of(0),
                Admission.builder()
                        .authenticator(Authenticator.tokens(Map.of("secret", Identity.of("alice", "billing"))))
                        .permissions(Permissions.builder()
                                .role("billing", may -> may.publish("bills.#").subscribe("bills.+"))
                                .identity("bob", may -> may.everything())
                                .build()));
        BlockingQueue<Message> events = new LinkedBlockingQueue<>();
        try (TrunklineClient client = TrunklineClient.connect(withToken(() -> "secret"))) {
            assertThat(refusal(() -> client.request(WHO, "x"))).isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(refusal(() -> client.publishAndConfirm("orders.new", "x")))
                    .isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(refusal(() -> client.subscribe("bills.#", events::add))).isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(refusal(() -> client.request("system.metrics", Map.of())))
                    .isEqualTo(ErrorCode.FORBIDDEN);
            client.subscribe("bills.paid", events::add);
            client.publishAndConfirm("bills.paid", "x");
            assertThat(events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isNotNull()
                    .extracting(Message::topic)
                    .isEqualTo("bills.paid");
        }
    }

    @Test
    void requestsBeyondTheRateAreRefusedByACodeThatMayBeRetried() {
        start(ListenOptions.of(0), Admission.builder().ratePerConnection("who.#", Rate.of(2, Duration.ofHours(1))));
        try (TrunklineClient client =
                TrunklineClient.connect(to(Framing.ENVELOPE).build())) {
            client.request(WHO, "x");
            client.request(WHO, "x");
            ReplyException refused = catchThrowableOfType(ReplyException.class, () -> client.request(WHO, "x"));
            assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(refused.isRetryable()).isTrue();
        }
    }
}
