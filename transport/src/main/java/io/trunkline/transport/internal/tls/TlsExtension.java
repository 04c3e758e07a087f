package io.trunkline.transport.internal.tls;

import io.trunkline.transport.PostQuantum;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK's TLS cannot do, done by another implementation: post-quantum groups, and more formats of private keys.
 *
 * <p>Found by {@link java.util.ServiceLoader}; one is enough, and a second one is an error. Thread-safe. Engines are made by
 * it only where {@link PostQuantum} is not OFF.
 */
public interface TlsExtension {
    /** Names itself and its version, for logs. */
    String name();

    /**
     * Makes a context from our key and our trust, without touching what is installed for the whole process.
     *
     * @param own null on a client without a certificate
     * @param trust decides alone who is trusted, the name included: no endpoint identification is to be added
     */
    SSLContext newContext(@Nullable KeyMaterial own, X509ExtendedTrustManager trust) throws GeneralSecurityException;

    /**
     * Sets the groups of one engine of {@link #newContext}, after its mode and its {@code SSLParameters} were set.
     *
     * @param mode PREFER or REQUIRE: with REQUIRE only the post-quantum group may be used for the key exchange
     * @param groups the classic ones, most wanted first, by their names in TLS
     */
    void configure(SSLEngine engine, PostQuantum mode, List<String> groups);

    /**
     * Tells why a certificate cannot be used with a mode.
     *
     * @return empty if it can; else a reason for people, without the name of the setting
     */
    Optional<String> unsuitable(KeyMaterial own, PostQuantum mode, List<String> groups);

    /**
     * Reads a private key from a format that the JDK cannot read: PKCS#1, SEC1, encrypted PKCS#8 (PBES2), and encrypted by
     * the older headers ({@code Proc-Type}), with AES only.
     *
     * @param pem one PEM block from its BEGIN line to its END line; wiped by the caller afterwards
     * @param password null if none was given; wiped by the caller afterwards
     * @throws GeneralSecurityException whose message says for people what is wrong: no password, a wrong one, an algorithm
     *     that is refused; never what the key or the password is
     */
    PrivateKey readKey(char[] pem, char @Nullable [] password) throws GeneralSecurityException;
}
