package io.trunkline.server;

import io.trunkline.Identity;
import io.trunkline.codec.internal.message.TopicName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdmissionOptionsTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    @Test
    @Tag("feature-155")
    @Tag("feature-156")
    void defaultsAreTheDocumentedOnes() {
        Admission admission = Admission.defaults();
        assertThat(admission.maxConnections()).isEqualTo(10_000);
        assertThat(admission.maxConnectionsPerAddress()).isEqualTo(256);
        assertThat(admission.maxHandshakesPerAddress()).isEqualTo(64);
        assertThat(admission.connectionRate())
                .contains(Rate.of(100, Duration.ofSeconds(1)).burst(200));
        assertThat(admission.limitsLoopback()).isFalse();
        assertThat(admission.authenticator()).isEmpty();
        assertThat(admission.authenticationTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(admission.permissions()).isEmpty();
        assertThat(admission.toString()).contains("lockout=5 failures, PT1M", "ratePerConnection=unlimited");
    }

    @Test
    void settingsSurviveToBuilderAndTokensAreNeverShown() {
        Admission admission = Admission.builder()
                .maxConnections(1)
                .maxConnectionsPerAddress(2)
                .maxHandshakesPerAddress(3)
                .unlimitedConnectionRate()
                .limitLoopback()
                .allow("10.0.0.0/8")
                .deny("10.0.0.1")
                .authenticator(Authenticator.tokens(Map.of("a secret", Identity.of("alice"))))
                .authenticationTimeout(Duration.ofMillis(1))
                .noLockout()
                .permissions(
                        Permissions.builder().role("r", may -> may.publish("a")).build())
                .ratePerConnection(Rate.of(1, Duration.ofSeconds(1)))
                .ratePerConnection("a.#", Rate.of(2, Duration.ofSeconds(1)))
                .ratePerIdentity(Rate.of(3, Duration.ofSeconds(1)))
                .ratePerTopic(Rate.of(4, Duration.ofSeconds(1)))
                .build();
        assertThat(admission.toBuilder().build()).hasToString(admission.toString());
        assertThat(admission.toString()).contains("lockout=off", "role r").doesNotContain("a secret");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("maxConnections must be 1 to 1000000: 0", set -> set.maxConnections(0)),
                refusal("maxConnections must be 1 to 1000000: 1000001", set -> set.maxConnections(1_000_001)),
                refusal("maxConnectionsPerAddress", set -> set.maxConnectionsPerAddress(0)),
                refusal("maxHandshakesPerAddress", set -> set.maxHandshakesPerAddress(0)),
                refusal(
                        "authenticationTimeout must be PT0.001S to PT5M",
                        set -> set.authenticationTimeout(Duration.ofMinutes(5).plusNanos(1))),
                refusal("authenticationTimeout", set -> set.authenticationTimeout(Duration.ZERO)),
                refusal("lockout failures", set -> set.lockout(0, Duration.ofSeconds(1))),
                refusal("lockout duration", set -> set.lockout(1, Duration.ZERO)),
                refusal("no address range", set -> set.allow("10.0.0.1/8")),
                refusal("no address range", set -> set.deny("nowhere")),
                refusal("levels", set -> set.ratePerConnection("a..b", Rate.of(1, Duration.ofSeconds(1)))));
    }

    private static Arguments refusal(String message, Consumer<Admission.Builder> setting) {
        return Arguments.of(message, setting);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void settingOutOfItsRangeIsRefusedByName(String message, Consumer<Admission.Builder> setting) {
        assertThatThrownBy(() -> {
                    Admission.Builder builder = Admission.builder();
                    setting.accept(builder);
                    builder.build();
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void ratesAreBoundedOnBothSides() {
        Duration second = Duration.ofSeconds(1);
        assertThat(Rate.of(1, Duration.ofHours(24)).burst()).isOne();
        assertThat(Rate.of(1_000_000_000, second).count()).isEqualTo(1_000_000_000);
        assertThat(Rate.of(1, second).burst(86_400).burst()).isEqualTo(86_400);
        for (Runnable wrong : new Runnable[] {
            () -> Rate.of(0, second),
            () -> Rate.of(1, Duration.ZERO),
            () -> Rate.of(1, Duration.ofHours(24).plusNanos(1)),
            () -> Rate.of(1_000_000_001, second),
            () -> Rate.of(1, second).burst(0),
            () -> Rate.of(1, second).burst(86_401)
        }) {
            assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Optional<Identity> ask(Authenticator authenticator, String token) throws Exception {
        return authenticator.authenticate(Credentials.of(PEER).token(token));
    }

    @Test
    void tokensAreAcceptedWholeAndInNoOtherSpelling() throws Exception {
        Identity alice = Identity.of("alice");
        Identity bob = Identity.of("bob");
        Authenticator tokens = Authenticator.tokens(Map.of("one", alice, "two", bob));
        assertThat(ask(tokens, "one")).contains(alice);
        assertThat(ask(tokens, "two")).contains(bob);
        for (String wrong : new String[] {"", "on", "ones", "One", "one\0", "\u00f6ne", "one "}) {
            assertThat(ask(tokens, wrong)).as(wrong).isEmpty();
        }
        assertThat(tokens.authenticate(Credentials.of(PEER))).isEmpty();
        assertThatThrownBy(() -> Authenticator.tokens(Map.of("", alice)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alice");
    }

    @Test
    void eitherAuthenticatorMayAccept() throws Exception {
        Identity alice = Identity.of("alice");
        Identity bob = Identity.of("bob");
        Authenticator either = Authenticator.tokens(Map.of("one", alice))
                .or(Authenticator.tokens(token -> token.equals("two") ? Optional.of(bob) : Optional.empty()));
        assertThat(ask(either, "one")).contains(alice);
        assertThat(ask(either, "two")).contains(bob);
        assertThat(ask(either, "three")).isEmpty();
    }

    @Test
    void credentialsNeverShowTheirToken() {
        assertThat(Credentials.of(PEER).token("a secret").toString())
                .contains("token=***")
                .doesNotContain("a secret");
        assertThat(Credentials.of(PEER).peerCertificates()).isEmpty();
        assertThat(Credentials.of(PEER).certificateIdentity()).isEmpty();
    }

    @Test
    void permissionsAddUpByNameAndRole() {
        Permissions permissions = Permissions.builder()
                .everyone(may -> may.publish("all"))
                .role("billing", may -> may.publish("bills"))
                .identity("alice", may -> may.publish("private"))
                .build();
        assertThat(permissions.grantsOf(null).mayPublish(topic("all"))).isTrue();
        assertThat(permissions.grantsOf(null).mayPublish(topic("bills"))).isFalse();
        Identity bob = Identity.of("bob", "billing");
        assertThat(permissions.grantsOf(bob).mayPublish(topic("bills"))).isTrue();
        assertThat(permissions.grantsOf(bob).mayPublish(topic("private"))).isFalse();
        Identity alice = Identity.of("alice");
        assertThat(permissions.grantsOf(alice).mayPublish(topic("private"))).isTrue();
        assertThat(permissions.grantsOf(alice).mayPublish(topic("bills"))).isFalse();
    }

    private static TopicName topic(String text) {
        return TopicName.of(text);
    }
}
