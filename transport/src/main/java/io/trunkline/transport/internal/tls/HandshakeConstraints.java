package io.trunkline.transport.internal.tls;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Forbids one engine what its provider would still do: handshakes signed with SHA-1, and groups that were not chosen.
 *
 * <p>The JDK has a setting for groups since version 20 only; this works on 17 too. It chooses among groups but cannot order
 * them: there the JDK's own order counts. Immutable.
 */
final class HandshakeConstraints implements AlgorithmConstraints {
    /** How the JDK names the groups of TLS: prefixes, since versions differ in which they have. */
    private static final List<String> GROUP_PREFIXES = List.of("secp", "sect", "ffdhe", "x25519", "x448");

    /** Null for any: a provider that has a setting for groups names them in its own way. */
    private final @Nullable Set<String> groups;

    private HandshakeConstraints(@Nullable Set<String> groups) {
        this.groups = groups;
    }

    /** Forbids forgeable signatures, and all groups but these. */
    static HandshakeConstraints of(List<String> groups) {
        return new HandshakeConstraints(Set.copyOf(groups));
    }

    /** Forbids forgeable signatures only. */
    static HandshakeConstraints ofAnyGroup() {
        return new HandshakeConstraints(null);
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, @Nullable String algorithm, @Nullable AlgorithmParameters parameters) {
        if (algorithm == null) {
            return true;
        }
        String name = algorithm.toLowerCase(Locale.ROOT);
        if (primitives.contains(CryptoPrimitive.SIGNATURE)) {
            return !isForgeable(name);
        }
        return groups == null
                || !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
                || !isGroup(name)
                || groups.contains(name);
    }

    /** By the name of the algorithm, or of the signature scheme of TLS. */
    private static boolean isForgeable(String name) {
        return name.startsWith("sha1") || name.startsWith("md5") || name.endsWith("_sha1") || name.endsWith("_md5");
    }

    private static boolean isGroup(String name) {
        return GROUP_PREFIXES.stream().anyMatch(name::startsWith);
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        return true; // Keys of certificates are CertificateRules' concern.
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives,
            @Nullable String algorithm,
            Key key,
            @Nullable AlgorithmParameters parameters) {
        return permits(primitives, algorithm, parameters);
    }
}
