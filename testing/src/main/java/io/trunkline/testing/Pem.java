package io.trunkline.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObjectGenerator;

/** Writes PEM text. Stateless. */
final class Pem {
    private Pem() {}

    static String certificates(List<X509Certificate> certificates) {
        return write(writer -> {
            for (X509Certificate certificate : certificates) {
                writer.writeObject(certificate);
            }
        });
    }

    static String block(PemObjectGenerator block) {
        return write(writer -> writer.writeObject(block));
    }

    private static String write(Body body) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            body.writeTo(writer);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write PEM", e);
        }
        return text.toString();
    }

    @FunctionalInterface
    private interface Body {
        void writeTo(JcaPEMWriter writer) throws IOException;
    }
}
