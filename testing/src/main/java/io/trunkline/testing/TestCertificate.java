package io.trunkline.testing;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Is one certificate with its private key, in every form that a program could want it.
 *
 * <p>Made by {@link TestCertificates}. The passwords of its methods are the caller's: they are neither kept nor zeroed.
 *
 * <p>Immutable.
 */
public final class TestCertificate {
    private static final char[] NONE = {};

    private final KeyPair keys;
    private final List<X509Certificate> chain;
    private final X509Certificate ca;

    TestCertificate(KeyPair keys, List<X509Certificate> chain, X509Certificate ca) {
        this.keys = keys;
        this.chain = List.copyOf(chain);
        this.ca = ca;
    }

    /**
     * Gives the certificate itself.
     *
     * @return the first of the chain
     */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * Gives the certificate and what is between it and the root.
     *
     * @return the certificate first; the root is not in it
     */
    public List<X509Certificate> chain() {
        return chain;
    }

    /**
     * Gives the private key.
     *
     * @return the JDK's own object
     */
    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    /**
     * Gives the chain as text.
     *
     * @return one PEM block per certificate, its own first
     */
    public String chainPem() {
        return Pem.certificates(chain);
    }

    /**
     * Gives the private key as PKCS#8 text, which every program reads.
     *
     * @return one PEM block
     */
    public String keyPem() {
        return keyPem(KeyFormat.PKCS8);
    }

    /**
     * Gives the private key as text that is not encrypted.
     *
     * @param format one that needs no password
     * @return one PEM block
     * @throws IllegalArgumentException if the format needs a password, or has no form for this kind of key
     */
    public String keyPem(KeyFormat format) {
        if (format.isEncrypted()) {
            throw new IllegalArgumentException("format " + format + ": needs a password");
        }
        return KeyText.of(keys, format, NONE);
    }

    /**
     * Gives the private key as encrypted text.
     *
     * @param format one that needs a password
     * @param password the password
     * @return one PEM block
     * @throws IllegalArgumentException if the format takes no password, or has no form for this kind of key
     */
    public String keyPem(KeyFormat format, char[] password) {
        if (!format.isEncrypted()) {
            throw new IllegalArgumentException("format " + format + ": takes no password");
        }
        return KeyText.of(keys, format, password);
    }

    /**
     * Writes chain, key and authority into a folder, in place of what it holds of an earlier call.
     *
     * <p>Each file is replaced whole, and readable by its owner alone.
     *
     * @param folder where to; made if it is not there
     * @return the three files
     */
    public Files write(Path folder) {
        return write(folder, keyPem());
    }

    /**
     * Writes chain, key and authority into a folder, the key in a text form of the caller's choice.
     *
     * @param folder where to; made if it is not there
     * @param keyPem what the file of the key is to hold, from {@code keyPem} as a rule
     * @return the three files
     */
    public Files write(Path folder, String keyPem) {
        Files files = new Files(folder.resolve("chain.pem"), folder.resolve("key.pem"), folder.resolve("ca.pem"));
        OwnerOnlyFile.write(files.ca(), Pem.certificates(List.of(ca)));
        OwnerOnlyFile.write(files.chain(), chainPem());
        OwnerOnlyFile.write(files.key(), keyPem);
        return files;
    }

    /**
     * Gives a key store that holds the private key and the chain under the alias {@code key}.
     *
     * @param password the password of the entry
     * @return a new one, of type PKCS12
     */
    public KeyStore keyStore(char[] password) {
        return KeyStores.holding(keys.getPrivate(), chain, password);
    }

    /**
     * Names the files that {@link TestCertificate#write(Path)} wrote.
     *
     * @param chain the certificate and its intermediates
     * @param key the private key
     * @param ca what a peer is to trust: the authority, or the certificate itself if it signed itself
     */
    public record Files(Path chain, Path key, Path ca) {}
}
