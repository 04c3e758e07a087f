package io.trunkline.transport.internal.tls;

import io.trunkline.transport.TlsOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;

/** The files of {@code src/test/resources/tls}. */
final class Fixtures {
    private Fixtures() {}

    static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("/tls/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.US_ASCII);
    }

    static X509Certificate certificate(String name) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes(name)));
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    /** A server's options by the name of its files. */
    static TlsOptions.Builder server(String name) {
        return TlsOptions.builder().certificate(path(name + ".pem"), path(name + ".key"));
    }

    static TlsOptions.Builder client() {
        return TlsOptions.builder().trust(path("ca.pem"));
    }
}
