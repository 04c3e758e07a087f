package io.trunkline.transport.internal.tls;

import io.trunkline.transport.PostQuantum;
import java.util.List;

/**
 * What is to be spoken: versions, suites, groups, applications. Immutable.
 *
 * @param minVersion {@link #TLS_1_2} or {@link #TLS_1_3}
 * @param ciphers of {@link #CIPHERS}, most wanted first
 * @param groups of {@link #CLASSIC_GROUPS}, most wanted first
 * @param alpn empty for none
 */
public record TlsProtocol(
        String minVersion, List<String> ciphers, List<String> groups, List<String> alpn, PostQuantum postQuantum) {
    public static final String TLS_1_2 = "TLSv1.2";
    public static final String TLS_1_3 = "TLSv1.3";

    /** Authenticated encryption with a fresh key exchange, and nothing else: SPEC.md section 9. */
    public static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** Every group that may be asked for; the first three are the default. */
    public static final List<String> CLASSIC_GROUPS = List.of("x25519", "secp256r1", "secp384r1", "secp521r1", "x448");

    public static final TlsProtocol DEFAULT =
            new TlsProtocol(TLS_1_2, CIPHERS, CLASSIC_GROUPS.subList(0, 3), List.of(), PostQuantum.OFF);

    public TlsProtocol {
        ciphers = List.copyOf(ciphers);
        groups = List.copyOf(groups);
        alpn = List.copyOf(alpn);
    }

    /** Whether a suite belongs to TLS 1.3; those of 1.2 name their key exchange. */
    static boolean isOfTls13(String cipher) {
        return !cipher.startsWith("TLS_ECDHE");
    }

    /** The versions to enable; without a suite for it, a version would only be offered in vain. */
    List<String> versions() {
        boolean old = minVersion.equals(TLS_1_2)
                && postQuantum != PostQuantum.REQUIRE
                && ciphers.stream().anyMatch(cipher -> !isOfTls13(cipher));
        boolean recent = ciphers.stream().anyMatch(TlsProtocol::isOfTls13);
        return recent && old ? List.of(TLS_1_3, TLS_1_2) : List.of(old ? TLS_1_2 : TLS_1_3);
    }
}
