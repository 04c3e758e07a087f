package io.trunkline.transport.internal.tls;

import io.trunkline.transport.TlsException;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Faults F40 and F41: files that change under a running server or client. */
final class ReloadTest {
    @TempDir
    Path folder;

    private Path chain;
    private Path key;
    private ReloadableEngines engines;

    @BeforeEach
    void start() throws IOException {
        chain = folder.resolve("chain.pem");
        key = folder.resolve("key.pem");
        replace("server");
        engines = ReloadableEngines.forServer(TlsOptions.builder()
                .certificate(chain, key)
                .reloadEvery(Duration.ofSeconds(1))
                .build());
    }

    private void replace(String name) throws IOException {
        replace(chain, name + ".pem");
        replace(key, name + ".key");
    }

    private static void replace(Path file, String fixture) throws IOException {
        Files.copy(Fixtures.path(fixture), file, StandardCopyOption.REPLACE_EXISTING);
        // The time of change tells nothing: content decides.
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }

    private String shown() throws SSLException {
        TlsInfo info = connect().clientInfo();
        return info.peerCertificates().get(0).getSubjectX500Principal().getName();
    }

    private EnginePair connect() throws SSLException {
        return new EnginePair(
                        ReloadableEngines.forClient(Fixtures.client().build()).newEngine("localhost", 443),
                        engines.newEngine(null, 0))
                .connect();
    }

    @Test
    void newFilesCountForNewConnectionsAndLiveOnesStay() throws IOException {
        EnginePair live = connect();
        replace("rsa");

        engines.reload();

        assertThat(shown()).isEqualTo("CN=rsa");
        assertThat(live.clientInfo()
                        .peerCertificates()
                        .get(0)
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=server");
        assertThat(live.server.engine().isOutboundDone()).isFalse();
    }

    @Test
    void keyOfAnotherCertificateIsRefusedAndTheOldOneStays() throws IOException {
        replace(key, "rsa.key");

        assertThatThrownBy(engines::reload)
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("what was in use goes on")
                .hasMessageContaining("does not belong to the certificate");
        assertThat(shown()).isEqualTo("CN=server");
    }

    @Test
    void expiredCertificateIsRefusedAndTheOldOneStays() throws IOException {
        replace(chain, "expired.pem");

        assertThatThrownBy(engines::reload).hasMessageContaining("expired at 2020-01-01T00:00:00Z");
        assertThat(shown()).isEqualTo("CN=server");
    }

    @Test
    void timerNeverThrowsAndUsesTheFilesOnceTheyAreWhole() throws IOException {
        replace(chain, "rsa.pem");
        engines.reloadIfChanged();
        engines.reloadIfChanged();
        assertThat(shown()).isEqualTo("CN=server");

        Files.delete(key);
        engines.reloadIfChanged();
        assertThat(shown()).isEqualTo("CN=server");

        replace(key, "rsa.key");
        engines.reloadIfChanged();
        assertThat(shown()).isEqualTo("CN=rsa");
    }

    @Test
    void sameContentIsNotReadAgain() {
        TlsEngine before = engines.newEngine(null, 0);

        engines.reload();

        assertThat(engines.newEngine(null, 0).engine().getSession().getSessionContext())
                .isSameAs(before.engine().getSession().getSessionContext());
    }

    @Test
    void expiryIsThatOfTheCertificateInUse() throws IOException {
        Instant before = engines.certificateExpiry().orElseThrow();
        replace("rsa");

        engines.reload();

        assertThat(before)
                .isEqualTo(Fixtures.certificate("server.pem").getNotAfter().toInstant());
        assertThat(engines.certificateExpiry())
                .contains(Fixtures.certificate("rsa.pem").getNotAfter().toInstant());
    }

    @Test
    void authorityOfAClientIsReplaced() throws IOException {
        Path ca = folder.resolve("ca.pem");
        replace(ca, "other-ca.pem");
        ReloadableEngines clients = ReloadableEngines.forClient(TlsOptions.trusting(ca));
        assertThatThrownBy(
                        () -> new EnginePair(clients.newEngine("localhost", 443), engines.newEngine(null, 0)).connect())
                .isInstanceOf(SSLException.class);

        Files.writeString(ca, Fixtures.text("other-ca.pem") + Fixtures.text("ca.pem"));
        clients.reload();

        assertThat(new EnginePair(clients.newEngine("localhost", 443), engines.newEngine(null, 0))
                        .connect()
                        .clientInfo()
                        .authorized())
                .isTrue();
    }

    @Test
    void keyThatEveryoneCanReadIsNoticed() throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(KeyFilePermissions.isOpen(key)).isTrue();

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(KeyFilePermissions.isOpen(key)).isFalse();
    }
}
