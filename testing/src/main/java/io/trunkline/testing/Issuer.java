package io.trunkline.testing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs certificates with one key: a root, an intermediate, or a certificate's own.
 *
 * <p>Bouncy Castle builds the structures; keys and signatures are the JDK's, so no provider is needed. Thread-safe.
 */
final class Issuer {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Keys makers;
    private final KeyType type;
    private final KeyPair keys;
    private final X500Name name;
    private final List<X509Certificate> chain;

    private Issuer(Keys makers, KeyType type, KeyPair keys, X500Name name, List<X509Certificate> chain) {
        this.makers = makers;
        this.type = type;
        this.keys = keys;
        this.name = name;
        this.chain = chain;
    }

    /** Makes a root with a new key and a name of its own. */
    static Issuer root(KeyType type) {
        Keys makers = new Keys();
        KeyPair keys = Keys.fresh(type);
        X500Name name = name("Trunkline Test CA " + serial().toString(36));
        Issuer itself = new Issuer(makers, type, keys, name, List.of());
        X509Certificate root = itself.sign(name, keys.getPublic(), Validity.usual(), authority());
        return new Issuer(makers, type, keys, name, List.of(root));
    }

    /** An issuer that signs with the key of the certificate itself, under the certificate's own name. */
    Issuer selfSigned(KeyType ofKey, KeyPair own, X500Name subject) {
        return new Issuer(makers, ofKey, own, subject, List.of());
    }

    /** An authority below this one. */
    Issuer intermediate(int number) {
        KeyPair own = makers.of(type);
        X500Name subject = name("Trunkline Test Intermediate " + number + " " + serial().toString(36));
        List<X509Certificate> longer = new ArrayList<>();
        longer.add(sign(subject, own.getPublic(), Validity.usual(), authority()));
        longer.addAll(chain);
        return new Issuer(makers, type, own, subject, List.copyOf(longer));
    }

    static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    X509Certificate sign(X500Name subject, PublicKey key, Validity validity, List<Extension> extensions) {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial(), Date.from(validity.from()), Date.from(validity.until()), subject, key);
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(keys.getPublic()));
            for (Extension extension : extensions) {
                builder.addExtension(extension);
            }
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
        } catch (GeneralSecurityException | OperatorCreationException | java.io.IOException e) {
            throw new IllegalStateException("cannot sign a certificate for " + subject, e);
        }
    }

    X509CRL revoke(List<X509Certificate> revoked) {
        Instant now = Instant.now();
        X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(now.minus(Validity.CLOCK_SKEW)));
        list.setNextUpdate(Date.from(now.plus(Validity.USUAL)));
        revoked.forEach(one -> list.addCRLEntry(one.getSerialNumber(), Date.from(now), CRLReason.keyCompromise));
        try {
            return new JcaX509CRLConverter().getCRL(list.build(signer()));
        } catch (CRLException | OperatorCreationException e) {
            throw new IllegalStateException("cannot sign a revocation list", e);
        }
    }

    private ContentSigner signer() throws OperatorCreationException {
        return new JcaContentSignerBuilder(type.signature()).build(keys.getPrivate());
    }

    private static List<Extension> authority() {
        return List.of(
                Extensions.of(Extension.basicConstraints, true, new BasicConstraints(true)),
                Extensions.of(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
    }

    private static BigInteger serial() {
        return new BigInteger(120, RANDOM).setBit(119);
    }

    Keys makers() {
        return makers;
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** What a peer is sent after the certificate: every authority but the root. */
    List<X509Certificate> intermediates() {
        return chain.isEmpty() ? chain : chain.subList(0, chain.size() - 1);
    }
}
