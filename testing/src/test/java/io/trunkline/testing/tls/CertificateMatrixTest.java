package io.trunkline.testing.tls;

import io.trunkline.Identity;
import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.PostQuantum;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.internal.tls.PeerIdentity;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Inputs 112 and 113: every certificate that a peer may show, to clients and servers of the JDK's TLS and of Bouncy Castle's.
 *
 * <p>Both must decide alike. Refused means: before a byte of the application. Cases share nothing that changes, so several run
 * at once.
 */
final class CertificateMatrixTest {
    private static final TestCertificates AUTHORITY = TestCertificates.create();
    private static final TestCertificates STRANGER = TestCertificates.create();

    private static Stream<PostQuantum> providers() {
        return Stream.of(PostQuantum.OFF, PostQuantum.PREFER);
    }

    static Stream<Arguments> servers() {
        return providers()
                .flatMap(provider -> Arrays.stream(ServerCase.values()).map(shown -> Arguments.of(provider, shown)));
    }

    static Stream<Arguments> clients() {
        return providers()
                .flatMap(provider -> Arrays.stream(ClientCase.values()).map(shown -> Arguments.of(provider, shown)));
    }

    private static TestCertificate issue(ServerCase shown) {
        return shown.form.apply(AUTHORITY.certificate("host.example.com")).issue();
    }

    private static TestCertificate issue(ClientCase shown) {
        return shown.form.apply(AUTHORITY.certificate("alice")).issue();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("servers")
    void clientAcceptsTheRightServerOnly(PostQuantum provider, ServerCase shown) throws IOException {
        Peers peers = new Peers(AUTHORITY, provider);
        TestCertificate certificate = issue(shown);

        if (shown.accepted) {
            TlsInfo info = peers.clientAgainst(certificate, shown.host);
            assertThat(info.authorized()).isTrue();
            assertThat(info.peerCertificates().get(0)).isEqualTo(certificate.certificate());
        } else {
            assertThatThrownBy(() -> peers.clientAgainst(certificate, shown.host))
                    .isInstanceOf(IOException.class);
        }
    }

    /** The counterpart: it is the judgement that refuses, and nothing else on the way. */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrongServers")
    void clientWithoutChecksGoesOnAndTellsWhatIsWrong(PostQuantum provider, ServerCase shown) throws IOException {
        TlsInfo info = new Peers(AUTHORITY, provider).carelessClientAgainst(issue(shown), shown.host);

        assertThat(info.authorized()).isFalse();
        assertThat(info.authorizationError()).isPresent();
        assertThat(PeerIdentity.of(info)).isEmpty();
    }

    static Stream<Arguments> wrongServers() {
        EnumSet<ServerCase> tooLarge = EnumSet.of(ServerCase.DEEP_CHAIN, ServerCase.HUGE);
        return providers()
                .flatMap(provider -> Arrays.stream(ServerCase.values())
                        .filter(shown -> !shown.accepted && !tooLarge.contains(shown))
                        .map(shown -> Arguments.of(provider, shown)));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("clients")
    @Tag("feature-131")
    @Tag("feature-133")
    @Tag("feature-135")
    void serverThatRequiresCertificatesAcceptsTheRightOnesOnly(PostQuantum provider, ClientCase shown)
            throws IOException {
        Peers peers = new Peers(AUTHORITY, provider);
        TestCertificate certificate = issue(shown);

        if (shown.outcome == ClientCase.Outcome.ACCEPTED) {
            TlsInfo info = peers.serverAgainst(certificate, ClientCertificates.REQUIRE);
            assertThat(info.authorized()).isTrue();
            assertThat(PeerIdentity.of(info)).contains(Identity.of("CN=alice"));
        } else {
            assertThatThrownBy(() -> peers.serverAgainst(certificate, ClientCertificates.REQUIRE))
                    .isInstanceOf(IOException.class);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("clients")
    @Tag("feature-132")
    void serverThatRequestsCertificatesLetsInAndTells(PostQuantum provider, ClientCase shown) throws IOException {
        Peers peers = new Peers(AUTHORITY, provider);
        TestCertificate certificate = issue(shown);

        if (shown.outcome == ClientCase.Outcome.NOT_EVEN_READ) {
            assertThatThrownBy(() -> peers.serverAgainst(certificate, ClientCertificates.REQUEST))
                    .isInstanceOf(IOException.class);
            return;
        }
        TlsInfo info = peers.serverAgainst(certificate, ClientCertificates.REQUEST);
        boolean accepted = shown.outcome == ClientCase.Outcome.ACCEPTED;
        assertThat(info.authorized()).isEqualTo(accepted);
        assertThat(info.authorizationError().isPresent()).isEqualTo(!accepted);
        assertThat(PeerIdentity.of(info).isPresent()).isEqualTo(accepted);
        assertThat(info.peerCertificates()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "REQUIRE", mode = EnumSource.Mode.EXCLUDE)
    void authorityThatNobodyNamedIsRefusedBothWays(PostQuantum provider) throws IOException {
        Peers peers = new Peers(AUTHORITY, provider);
        TestCertificate client = STRANGER.client("mallory");

        assertThatThrownBy(() -> peers.clientAgainst(STRANGER.server(), "localhost"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> peers.serverAgainst(client, ClientCertificates.REQUIRE))
                .isInstanceOf(IOException.class);
        assertThat(peers.serverAgainst(client, ClientCertificates.REQUEST).authorized())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = "REQUIRE", mode = EnumSource.Mode.EXCLUDE)
    void clientWithoutACertificateIsNobody(PostQuantum provider) throws IOException {
        Peers peers = new Peers(AUTHORITY, provider);

        assertThatThrownBy(() -> peers.serverAgainst(null, ClientCertificates.REQUIRE))
                .isInstanceOf(IOException.class);
        assertThat(peers.serverAgainst(null, ClientCertificates.REQUEST).authorizationError())
                .contains("the client sent no certificate");
        assertThat(peers.serverAgainst(null, ClientCertificates.NONE).authorizationError())
                .isEmpty();
    }
}
