package io.trunkline.cli;

import io.trunkline.Payload;
import io.trunkline.TrunklineException;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.TlsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Servers of the command line over TLS, with certificates from PEM files. */
class TlsServingIT {
    /** The first handshake of a JVM takes seconds where the machine is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestCertificates certificates = TestCertificates.create();

    @TempDir
    private Path folder;

    private TestCertificate.Files server;

    @BeforeEach
    void write() {
        server = certificates.server().write(folder);
    }

    private static String exchange(ServerProcess server, FrameFormat<Payload> format, TlsOptions tls) {
        ClientOptions options = ClientOptions.builder()
                .endpoint("localhost", server.port())
                .tls(tls)
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .build();
        return FrameClient.exchange(format, options, Payload.ofText("hello")).text();
    }

    @Test
    void serveSpeaksTlsOnceItHasACertificate() throws IOException {
        try (ServerProcess echo = ServerProcess.start(
                "serve", "--format", "length-prefixed", "--tls-cert", chain(), "--tls-key", key())) {
            assertThat(exchange(echo, FrameFormat.lengthPrefixed(), certificates.clientTls()))
                    .isEqualTo("hello");
        }
    }

    @Test
    @Tag("feature-228")
    void sslServerPutsEchoBeforeWhatItReadsAndTakesClientsWithoutACertificate() throws IOException {
        try (ServerProcess echo =
                ServerProcess.startOnAFreePort("run-ssl-tcp-server", chain(), key(), "--cafile", authority())) {
            assertThat(exchange(echo, FrameFormat.raw(), certificates.clientTls()))
                    .isEqualTo("Echo: hello");
        }
    }

    @Test
    @Tag("feature-228")
    void sslServerThatRequiresACertificateRefusesClientsWithoutOne() throws IOException {
        try (ServerProcess echo = ServerProcess.startOnAFreePort(
                "run-ssl-tcp-server", chain(), key(), "--cafile", authority(), "--require-client-cert")) {
            assertThat(exchange(echo, FrameFormat.raw(), certificates.mutualClientTls("ann")))
                    .isEqualTo("Echo: hello");
            assertThatThrownBy(() -> exchange(echo, FrameFormat.raw(), certificates.clientTls()))
                    .isInstanceOf(TrunklineException.class);
        }
    }

    private String chain() {
        return server.chain().toString();
    }

    private String key() {
        return server.key().toString();
    }

    private String authority() {
        return server.ca().toString();
    }
}
