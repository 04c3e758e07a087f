package io.trunkline.tls.bouncycastle;

import io.trunkline.testing.KeyType;
import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.TlsOptions;
import io.trunkline.transport.internal.tls.ReloadableEngines;
import io.trunkline.transport.internal.tls.TlsEngine;
import java.security.Security;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.trunkline.tls.bouncycastle.Engines.CLASSIC;
import static io.trunkline.tls.bouncycastle.Engines.client;
import static io.trunkline.tls.bouncycastle.Engines.context;
import static io.trunkline.tls.bouncycastle.Engines.jdkClient;
import static io.trunkline.tls.bouncycastle.Engines.jdkContext;
import static io.trunkline.tls.bouncycastle.Engines.jdkServer;
import static io.trunkline.tls.bouncycastle.Engines.material;
import static io.trunkline.tls.bouncycastle.Engines.server;
import static io.trunkline.transport.PostQuantum.PREFER;
import static io.trunkline.transport.PostQuantum.REQUIRE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Handshakes with the extension on one end or both, in memory; the group is read from what the server really sent. */
class PostQuantumTest {
    private static final String GROUP = "X25519MLKEM768";
    private static final TestCertificates CA = TestCertificates.create();
    private static final byte[] HELLO = {1, 2, 3, 4, 5};

    private final BouncyCastleExtension extension = new BouncyCastleExtension();

    private static TestCertificate certificate(KeyType type) {
        return CA.certificate("localhost").dns("localhost").key(type).issue();
    }

    private static EnginePair pair(SSLEngine client, SSLEngine server) {
        return new EnginePair(client, server);
    }

    private static SSLContext trusting() throws Exception {
        return context(null, CA.trustStore());
    }

    @ParameterizedTest
    @EnumSource(names = "RSA_1024", mode = EnumSource.Mode.EXCLUDE)
    void preferIsPostQuantumWithEveryKindOfCertificate(KeyType type) throws Exception {
        SSLContext server = context(certificate(type), CA.trustStore());

        EnginePair pair =
                pair(client(trusting(), PREFER), server(server, PREFER)).handshake();

        assertThat(pair.group()).isEqualTo(GROUP);
        assertThat(pair.tookOneRoundTrip()).isTrue();
        assertThat(pair.client().getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(pair.echo(HELLO)).isEqualTo(HELLO);
    }

    @Test
    void preferFallsBackToAClassicServerInOneRoundTrip() throws Exception {
        SSLContext server = jdkContext(CA.server(), CA.trustStore());

        EnginePair pair = pair(client(trusting(), PREFER), jdkServer(server)).handshake();

        assertThat(pair.group()).isEqualTo("x25519");
        assertThat(pair.tookOneRoundTrip()).isTrue();
        assertThat(pair.echo(HELLO)).isEqualTo(HELLO);
    }

    @Test
    void preferFallsBackToAClassicClientInOneRoundTrip() throws Exception {
        SSLContext server = context(CA.server(), CA.trustStore());

        EnginePair pair = pair(jdkClient(jdkContext(null, CA.trustStore())), server(server, PREFER))
                .handshake();

        assertThat(pair.group()).isEqualTo("x25519");
        assertThat(pair.tookOneRoundTrip()).isTrue();
        assertThat(pair.echo(HELLO)).isEqualTo(HELLO);
    }

    @Test
    void preferTalksToAServerOfTls12() throws Exception {
        SSLEngine old = jdkServer(jdkContext(CA.server(), CA.trustStore()));
        old.setEnabledProtocols(new String[] {"TLSv1.2"});

        EnginePair pair = pair(client(trusting(), PREFER), old).handshake();

        assertThat(pair.client().getSession().getProtocol()).isEqualTo("TLSv1.2");
        assertThat(pair.group()).isEqualTo("x25519");
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "ED25519"})
    void requireIsPostQuantumWithoutACurve(KeyType type) throws Exception {
        TestCertificates ca = TestCertificates.create(type);
        TestCertificate own = ca.certificate("localhost")
                .dns("localhost")
                .key(type)
                .intermediates(1)
                .issue();
        assertThat(extension.unsuitable(material(own), REQUIRE, CLASSIC)).isEmpty();
        SSLContext server = context(own, ca.trustStore());
        SSLContext client = context(null, ca.trustStore());

        EnginePair pair = pair(client(client, REQUIRE), server(server, REQUIRE)).handshake();

        assertThat(pair.group()).isEqualTo(GROUP);
        assertThat(pair.tookOneRoundTrip()).isTrue();
    }

    @Test
    void requireIsRefusedByAClassicServer() throws Exception {
        SSLContext server = jdkContext(certificate(KeyType.RSA_2048), CA.trustStore());

        assertThatThrownBy(() ->
                        pair(client(trusting(), REQUIRE), jdkServer(server)).handshake())
                .isInstanceOf(SSLException.class);
    }

    @Test
    void requireRefusesAClassicClient() throws Exception {
        SSLContext server = context(certificate(KeyType.RSA_2048), CA.trustStore());

        assertThatThrownBy(() -> pair(jdkClient(jdkContext(null, CA.trustStore())), server(server, REQUIRE))
                        .handshake())
                .isInstanceOf(SSLException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "EC_P384"})
    void requireCannotUseACurveAndSaysWhatToDo(KeyType type) throws Exception {
        TestCertificate curved = certificate(type);

        assertThat(extension.unsuitable(material(curved), REQUIRE, CLASSIC))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains(type == KeyType.EC_P256 ? "secp256r1" : "secp384r1")
                        .contains(GROUP)
                        .contains("RSA or Ed25519")
                        .contains("PREFER"));
        // And rightly so: this is what every handshake would be like.
        SSLContext server = context(curved, CA.trustStore());
        assertThatThrownBy(() -> pair(client(trusting(), REQUIRE), server(server, REQUIRE))
                        .handshake())
                .isInstanceOf(SSLException.class);
    }

    /** Who signed the certificate is of no matter to the handshake's own signature; our trust manager takes it. */
    @Test
    void requireTakesAChainThatACurveHasSigned() throws Exception {
        TestCertificate own = CA.certificate("localhost")
                .dns("localhost")
                .key(KeyType.RSA_2048)
                .intermediates(1)
                .issue();
        TlsEngine server = ReloadableEngines.forServer(TlsOptions.builder()
                        .certificate(own.chainPem(), own.keyPem())
                        .postQuantum(REQUIRE)
                        .build())
                .newEngine(null, 443);
        TlsEngine client = ReloadableEngines.forClient(TlsOptions.builder()
                        .trust(CA.caPem())
                        .postQuantum(REQUIRE)
                        .build())
                .newEngine("localhost", 443);

        EnginePair pair = pair(client.engine(), server.engine()).handshake();

        assertThat(client.completed(pair.group()).group()).hasValue(GROUP);
        assertThat(client.completed(pair.group()).authorized()).isTrue();
    }

    @Test
    void preferNeedsTheCurveOfTheCertificateAmongTheGroups() throws Exception {
        assertThat(extension.unsuitable(material(certificate(KeyType.EC_P384)), PREFER, List.of("x25519", "secp256r1")))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("secp384r1").contains("add it"));
        assertThat(extension.unsuitable(material(certificate(KeyType.EC_P256)), PREFER, List.of("x25519", "secp256r1")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "RSA_1024", mode = EnumSource.Mode.EXCLUDE)
    void clientsShowTheirCertificate(KeyType type) throws Exception {
        TestCertificate alice = CA.certificate("alice").forClients().key(type).issue();
        SSLEngine server = server(context(CA.server(), CA.trustStore()), PREFER);
        needClient(server);

        EnginePair pair =
                pair(client(context(alice, CA.trustStore()), PREFER), server).handshake();

        assertThat(pair.server().getSession().getPeerCertificates()[0]).isEqualTo(alice.certificate());
        assertThat(pair.group()).isEqualTo(GROUP);
    }

    @Test
    void clientsShowTheirCertificateWherePostQuantumIsRequired() throws Exception {
        TestCertificates ca = TestCertificates.create(KeyType.ED25519);
        TestCertificate alice =
                ca.certificate("alice").forClients().key(KeyType.ED25519).issue();
        TestCertificate own = ca.certificate("localhost")
                .dns("localhost")
                .key(KeyType.RSA_2048)
                .issue();
        SSLEngine server = server(context(own, ca.trustStore()), REQUIRE);
        needClient(server);

        EnginePair pair =
                pair(client(context(alice, ca.trustStore()), REQUIRE), server).handshake();

        assertThat(pair.server().getSession().getPeerCertificates()[0]).isEqualTo(alice.certificate());
        assertThat(pair.group()).isEqualTo(GROUP);
    }

    @Test
    void clientCertificatesCrossFromAndToTheJdk() throws Exception {
        TestCertificate alice = CA.client("alice");
        SSLEngine ours = server(context(CA.server(), CA.trustStore()), PREFER);
        SSLEngine theirs = jdkServer(jdkContext(CA.server(), CA.trustStore()));
        needClient(ours);
        needClient(theirs);

        EnginePair in =
                pair(jdkClient(jdkContext(alice, CA.trustStore())), ours).handshake();
        EnginePair out =
                pair(client(context(alice, CA.trustStore()), PREFER), theirs).handshake();

        assertThat(in.server().getSession().getPeerCertificates()[0]).isEqualTo(alice.certificate());
        assertThat(out.server().getSession().getPeerCertificates()[0]).isEqualTo(alice.certificate());
    }

    @Test
    void aClientWithoutTheCertificateThatIsNeededIsRefused() throws Exception {
        SSLEngine server = server(context(CA.server(), CA.trustStore()), PREFER);
        needClient(server);

        assertThatThrownBy(() -> pair(client(trusting(), PREFER), server).handshake())
                .isInstanceOf(SSLException.class);
    }

    private static void needClient(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setNeedClientAuth(true);
        engine.setSSLParameters(parameters);
    }

    @Test
    void nothingIsInstalledInTheProcess() throws Exception {
        SSLContext server = context(CA.server(), CA.trustStore());
        pair(client(trusting(), PREFER), server(server, PREFER)).handshake();

        assertThat(Security.getProviders())
                .noneMatch(provider -> provider.getName().startsWith("BC"));
        assertThat(SSLContext.getDefault().getProvider().getName()).isEqualTo("SunJSSE");
    }

    @Test
    void namesBothVersions() {
        assertThat(extension.name()).matches("Bouncy Castle \\d.*/1\\.\\d+.*");
    }
}
