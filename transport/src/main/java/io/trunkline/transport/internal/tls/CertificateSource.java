package io.trunkline.transport.internal.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where our own certificate and its key come from: two files, two texts, or a key store. Immutable. */
public sealed interface CertificateSource {
    /** The setting that named it, for messages. */
    String setting();

    /** The files that it is made of; empty if there is nothing to read again. */
    default List<Path> files() {
        return List.of();
    }

    /**
     * Parses chain and key.
     *
     * @param password of the key, or null
     */
    KeyMaterial load(FileSnapshot snapshot, PemKeys keys, @Nullable Password password);

    /** Two PEM files, which may be the same one. */
    record OfFiles(Path chain, Path key) implements CertificateSource {
        @Override
        public String setting() {
            return "certificate(" + chain + ", " + key + ")";
        }

        @Override
        public List<Path> files() {
            return List.of(chain, key);
        }

        @Override
        public KeyMaterial load(FileSnapshot snapshot, PemKeys keys, @Nullable Password password) {
            return keys.material(snapshot.pem(chain), snapshot.pem(key), password);
        }
    }

    /** Two PEM texts. */
    record OfTexts(String chain, String key) implements CertificateSource {
        @Override
        public String setting() {
            return "certificate";
        }

        @Override
        public KeyMaterial load(FileSnapshot snapshot, PemKeys keys, @Nullable Password password) {
            return keys.material(
                    PemReader.read("certificate", chain.getBytes(StandardCharsets.UTF_8)),
                    PemReader.read("key", key.getBytes(StandardCharsets.UTF_8)),
                    password);
        }

        /** Shows neither. */
        @Override
        public String toString() {
            return setting();
        }
    }

    /** The only private key of a key store. */
    record OfStore(KeyStore store) implements CertificateSource {
        @Override
        public String setting() {
            return "keyStore";
        }

        @Override
        public KeyMaterial load(FileSnapshot snapshot, PemKeys keys, @Nullable Password password) {
            char[] chars = password == null ? new char[0] : password.copy();
            try {
                String alias = onlyKey();
                PrivateKey key = (PrivateKey) store.getKey(alias, chars);
                return new KeyMaterial(key, certificates(store.getCertificateChain(alias)));
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("keyStore: the key cannot be read: " + e.getMessage(), e);
            } finally {
                Arrays.fill(chars, '\0');
            }
        }

        private String onlyKey() throws GeneralSecurityException {
            List<String> found = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)) {
                    found.add(alias);
                }
            }
            if (found.size() != 1) {
                throw new IllegalArgumentException("keyStore holds exactly one private key: " + found);
            }
            return found.get(0);
        }

        private static List<X509Certificate> certificates(Certificate[] chain) {
            return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
        }
    }

    /** What was read from a text or a key store once, and is not read again. */
    record Loaded(String setting, KeyMaterial material) implements CertificateSource {
        @Override
        public KeyMaterial load(FileSnapshot snapshot, PemKeys keys, @Nullable Password password) {
            return material;
        }
    }
}
