package io.trunkline.transport.internal.tls;

import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.TlsOptions;
import io.trunkline.transport.manual.ManualLoop;
import io.trunkline.transport.manual.ManualPipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A context that the user brings: its own trust is asked in the handshake, our rules and the name right after it. */
final class OwnContextTest {
    private static final int ROOM = 1 << 16;
    private static final TlsOptions SERVER = Fixtures.server("server").build();

    private static TlsOptions.Builder credulous() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Credulous()}, null);
            return TlsOptions.builder().sslContext(context);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static TlsOptions showing(String certificate) {
        return TlsOptions.builder()
                .certificate(Fixtures.path(certificate + ".pem"), Fixtures.path("server.key"))
                .build();
    }

    @Test
    void serverOfTheRightNameIsAuthorizedByTheirTrust() throws Exception {
        TlsInfo info = EnginePair.of(credulous().build(), SERVER, "localhost")
                .connect()
                .clientInfo();

        assertThat(info.authorized()).isTrue();
        assertThat(info.peerCertificates()).hasSize(1);
    }

    /** Input 113. */
    @ParameterizedTest
    @ValueSource(strings = {"names", "common-name", "nul"})
    void serverOfAnotherNameIsRefusedWhateverTheyTrust(String certificate) throws Exception {
        EnginePair pair = EnginePair.of(credulous().build(), showing(certificate), "localhost")
                .connect();

        assertThatThrownBy(pair::clientInfo)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("the certificate is not for localhost");
    }

    @Test
    void anyHostNameIsAWordOfTheirsAndTold() throws Exception {
        TlsInfo info = EnginePair.of(credulous().insecureAcceptAnyHostName().build(), showing("names"), "localhost")
                .connect()
                .clientInfo();

        assertThat(info.authorized()).isFalse();
        assertThat(info.authorizationError()).get().asString().contains("not for localhost");
    }

    @Test
    void theirServerWithoutACertificateOfItsClientKnowsNobody() throws Exception {
        TlsOptions server = TlsOptions.builder()
                .sslContext(EngineSource.context())
                .clientCertificates(ClientCertificates.REQUEST)
                .build();
        TlsOptions client = credulous().insecureAcceptAnyHostName().build();

        TlsInfo info = EnginePair.of(client, server, "localhost").connect().serverInfo();

        assertThat(info.authorized()).isFalse();
        assertThat(info.authorizationError()).contains("the client sent no certificate");
        assertThat(PeerIdentity.of(info)).isEmpty();
    }

    /** The handshake is over by then, as far as TLS is concerned. */
    @Test
    void refusedServerNeitherGetsNorGivesAByte() throws Exception {
        ManualPipe toServer = new ManualPipe(ROOM, ROOM);
        ManualPipe toClient = new ManualPipe(ROOM, ROOM);
        EnginePair engines = EnginePair.of(credulous().build(), showing("names"), "localhost");
        try (ManualLoop loop = new ManualLoop()) {
            loop.loop().blocking(Runnable::run);
            TlsIo client = new TlsIo(new ManualPipe.Socket(toClient, toServer), loop.loop(), engines.client);
            TlsIo server = new TlsIo(new ManualPipe.Socket(toServer, toClient), loop.loop(), engines.server);
            client.begin(() -> {});
            server.begin(() -> {});
            ByteBuffer heard = ByteBuffer.allocate(ROOM);

            assertThatThrownBy(() -> converse(client, server, loop, heard))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("not for localhost");

            assertThat(client.isHandshaking()).isTrue();
            assertThat(client.tls()).isNull();
            assertThat(client.write(ByteBuffer.allocate(10))).isZero();
            assertThat(heard.position()).isZero();
            client.close();
            assertThat(toServer.isEnded()).isTrue();
        }
    }

    /** The server speaks as soon as it may; the client reads until it throws. */
    private static void converse(TlsIo client, TlsIo server, ManualLoop loop, ByteBuffer heard) throws IOException {
        for (int i = 0; i < 1_000; i++) {
            server.read(ByteBuffer.allocate(ROOM));
            server.write(ByteBuffer.wrap(new byte[] {42}));
            server.flush();
            client.read(heard);
            client.flush();
            loop.turn();
        }
    }
}
