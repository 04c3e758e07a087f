package io.trunkline.transport.internal.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Offers our one key wherever its algorithm is asked for, whichever issuers the peer would like.
 *
 * <p>A certificate of another issuer is refused by the peer then, with an alert that names the reason; sending none would
 * hide it. Immutable.
 */
final class OneKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "own";

    private final KeyMaterial own;

    OneKeyManager(KeyMaterial own) {
        this.own = own;
    }

    private @Nullable String aliasFor(String keyType) {
        return own.leaf().getPublicKey().getAlgorithm().equals(keyType) ? ALIAS : null;
    }

    private @Nullable String aliasFor(String[] keyTypes) {
        return Arrays.stream(keyTypes).anyMatch(type -> aliasFor(type) != null) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return aliasFor(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return aliasFor(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return aliasFor(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return getServerAliases(keyType, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliasFor(keyType) == null ? null : new String[] {ALIAS};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.equals(ALIAS) ? own.chain().toArray(X509Certificate[]::new) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.equals(ALIAS) ? own.key() : null;
    }
}
