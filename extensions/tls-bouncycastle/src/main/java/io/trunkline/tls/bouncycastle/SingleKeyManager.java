package io.trunkline.tls.bouncycastle;

import io.trunkline.transport.internal.tls.KeyMaterial;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Offers one key wherever its kind is asked for.
 *
 * <p>Whom the peer trusts is not looked at: with one certificate to choose from, being refused by name is better than
 * sending none. Immutable.
 */
final class SingleKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "own";

    private final KeyMaterial own;
    private final KeyKind kind;

    private SingleKeyManager(KeyMaterial own, KeyKind kind) {
        this.own = own;
        this.kind = kind;
    }

    static SingleKeyManager of(KeyMaterial own) throws GeneralSecurityException {
        return new SingleKeyManager(translated(own), KeyKind.of(own.leaf().getPublicKey()));
    }

    /** Bouncy Castle does not know the JDK's Ed25519 keys for what they are: everything becomes an object of its own. */
    private static KeyMaterial translated(KeyMaterial own) throws GeneralSecurityException {
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter().setProvider(Providers.CRYPTO);
        List<X509Certificate> chain = new ArrayList<>();
        for (X509Certificate certificate : own.chain()) {
            chain.add(converter.getCertificate(new JcaX509CertificateHolder(certificate)));
        }
        byte[] der = own.key().getEncoded();
        try {
            return new KeyMaterial(BouncyCastleProvider.getPrivateKey(PrivateKeyInfo.getInstance(der)), chain);
        } catch (IOException e) {
            throw new InvalidKeyException("Bouncy Castle cannot read the private key", e);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private @Nullable String choose(String... keyTypes) {
        for (String keyType : keyTypes) {
            if (kind.answers(keyType)) {
                return ALIAS;
            }
        }
        return null;
    }

    private String @Nullable [] aliases(String keyType) {
        return kind.answers(keyType) ? new String[] {ALIAS} : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyType);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return ALIAS.equals(alias) ? own.chain().toArray(X509Certificate[]::new) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return ALIAS.equals(alias) ? own.key() : null;
    }
}
