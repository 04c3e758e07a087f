package io.trunkline.transport.internal.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Where trusted certificates come from: a file, or a text. Immutable. */
public sealed interface TrustSource {
    /** A PEM file with one CA or many. */
    static TrustSource file(Path file) {
        return new OfFile(file);
    }

    /** A PEM text with one CA or many. */
    static TrustSource text(String pem) {
        return new OfText(pem);
    }

    /** The files that it is made of. */
    List<Path> files();

    /** Parses them out of what was read. */
    List<X509Certificate> certificates(FileSnapshot snapshot);

    /** A file. */
    record OfFile(Path file) implements TrustSource {
        @Override
        public List<Path> files() {
            return List.of(file);
        }

        @Override
        public List<X509Certificate> certificates(FileSnapshot snapshot) {
            return PemCertificates.bundle(snapshot.pem(file));
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** A text. */
    record OfText(String pem) implements TrustSource {
        @Override
        public List<Path> files() {
            return List.of();
        }

        @Override
        public List<X509Certificate> certificates(FileSnapshot snapshot) {
            return PemCertificates.bundle(PemReader.read("trust", pem.getBytes(StandardCharsets.UTF_8)));
        }

        /** Leaves the certificates out: they are long. */
        @Override
        public String toString() {
            return "text";
        }
    }
}
