package io.trunkline.benchmarks.macro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * The server's key and certificate, which every client trusts: P-256, for 127.0.0.1, made by the JDK's keytool.
 *
 * <p>A file, so that the processes of one run share it. Thread-safe.
 */
public final class Identity {
    /** Where the file is, for child processes. */
    static final String PROPERTY = "macro.identity";

    private static final String ALIAS = "server";
    private static final String PASSWORD = "benchmark";
    private static final long KEYTOOL_SECONDS = 60;

    private Identity() {}

    /** Makes a new one in a directory. */
    static Path create(Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("identity.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=benchmark",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool made no key");
        }
        return file;
    }

    /** The key and its certificate. */
    public static KeyStore keyStore() {
        try (InputStream in = Files.newInputStream(Path.of(System.getProperty(PROPERTY)))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password());
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What opens the store and the key. */
    public static char[] password() {
        return PASSWORD.toCharArray();
    }

    /** What clients trust. */
    public static X509Certificate certificate() {
        try {
            return (X509Certificate) keyStore().getCertificate(ALIAS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as text. */
    public static String certificatePem() {
        try {
            String body = Base64.getMimeEncoder().encodeToString(certificate().getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
