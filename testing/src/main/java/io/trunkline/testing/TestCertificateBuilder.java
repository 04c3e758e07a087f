package io.trunkline.testing;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/**
 * Describes a certificate, as right or as wrong as a test needs it.
 *
 * <p>Begun by {@link TestCertificates#certificate(String)}. Nothing said here is checked beyond what the form of a
 * certificate demands: a name with a NUL in it is a name.
 *
 * <p>Caller-confined.
 */
public final class TestCertificateBuilder {
    /** An extension that means nothing to anybody: from the arc of examples. */
    private static final ASN1ObjectIdentifier PADDING = new ASN1ObjectIdentifier("2.999.1");

    private final Issuer root;
    private final String commonName;
    private final List<GeneralName> names = new ArrayList<>();
    private KeyType keyType = KeyType.EC_P256;
    private Validity validity = Validity.usual();
    private @Nullable KeyPurposeId purpose = KeyPurposeId.id_kp_serverAuth;
    private int intermediates;
    private int padding;
    private boolean selfSigned;

    TestCertificateBuilder(Issuer root, String commonName) {
        this.root = root;
        this.commonName = commonName;
    }

    /**
     * Adds DNS names to the alternative names.
     *
     * @param more names, wildcards, or what a test wants to see refused; ASCII
     * @return this
     */
    public TestCertificateBuilder dns(String... more) {
        for (String name : more) {
            names.add(new GeneralName(GeneralName.dNSName, name));
        }
        return this;
    }

    /**
     * Adds addresses to the alternative names.
     *
     * @param more addresses of IPv4 or IPv6
     * @return this
     */
    public TestCertificateBuilder ip(String... more) {
        for (String address : more) {
            names.add(new GeneralName(GeneralName.iPAddress, address));
        }
        return this;
    }

    /**
     * Sets the kind of private key; P-256 unless set.
     *
     * @param type the kind
     * @return this
     */
    public TestCertificateBuilder key(KeyType type) {
        this.keyType = type;
        return this;
    }

    /**
     * Sets from when until when it is valid; from an hour ago for 30 days unless set.
     *
     * @param from the first instant
     * @param until the last one, later than the first
     * @return this
     */
    public TestCertificateBuilder valid(Instant from, Instant until) {
        this.validity = new Validity(from, until);
        return this;
    }

    /**
     * Makes it valid from an hour ago for some more time.
     *
     * @param time from now on; whole seconds, since certificates know no parts of one
     * @return this
     */
    public TestCertificateBuilder validFor(Duration time) {
        this.validity = Validity.forNext(time);
        return this;
    }

    /**
     * Makes it end a day ago.
     *
     * @return this
     */
    public TestCertificateBuilder expired() {
        this.validity = Validity.past();
        return this;
    }

    /**
     * Makes it begin tomorrow.
     *
     * @return this
     */
    public TestCertificateBuilder notYetValid() {
        this.validity = Validity.future();
        return this;
    }

    /**
     * Allows it to servers only, as it is unless another use is set.
     *
     * @return this
     */
    public TestCertificateBuilder forServers() {
        this.purpose = KeyPurposeId.id_kp_serverAuth;
        return this;
    }

    /**
     * Allows it to clients only.
     *
     * @return this
     */
    public TestCertificateBuilder forClients() {
        this.purpose = KeyPurposeId.id_kp_clientAuth;
        return this;
    }

    /**
     * Allows it to neither servers nor clients, but to those who sign programs.
     *
     * @return this
     */
    public TestCertificateBuilder forCodeSigning() {
        this.purpose = KeyPurposeId.id_kp_codeSigning;
        return this;
    }

    /**
     * Allows it to everybody: it says nothing of its use.
     *
     * @return this
     */
    public TestCertificateBuilder forAnyUse() {
        this.purpose = null;
        return this;
    }

    /**
     * Puts authorities between the root and the certificate; none unless set.
     *
     * @param count how many, at least 0
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public TestCertificateBuilder intermediates(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("intermediates " + count + ": must be at least 0");
        }
        this.intermediates = count;
        return this;
    }

    /**
     * Makes it sign itself, in place of the authority and of all intermediates.
     *
     * @return this
     */
    public TestCertificateBuilder selfSigned() {
        this.selfSigned = true;
        return this;
    }

    /**
     * Makes it larger by an extension that means nothing.
     *
     * @param bytes how much larger, at least 0
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public TestCertificateBuilder padding(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("padding " + bytes + ": must be at least 0");
        }
        this.padding = bytes;
        return this;
    }

    /**
     * Makes the key and signs the certificate.
     *
     * @return a new one at each call
     */
    public TestCertificate issue() {
        KeyPair keys = root.makers().of(keyType);
        X500Name subject = Issuer.name(commonName);
        Issuer issuer = selfSigned ? root.selfSigned(keyType, keys, subject) : lowest();
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(issuer.sign(subject, keys.getPublic(), validity, extensions()));
        chain.addAll(issuer.intermediates());
        return new TestCertificate(keys, chain, selfSigned ? chain.get(0) : root.certificate());
    }

    private Issuer lowest() {
        Issuer issuer = root;
        for (int i = 1; i <= intermediates; i++) {
            issuer = issuer.intermediate(i);
        }
        return issuer;
    }

    private List<Extension> extensions() {
        List<Extension> extensions = new ArrayList<>();
        if (!names.isEmpty()) {
            GeneralNames all = new GeneralNames(names.toArray(GeneralName[]::new));
            extensions.add(Extensions.of(Extension.subjectAlternativeName, false, all));
        }
        if (purpose != null) {
            extensions.add(Extensions.of(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose)));
        }
        if (padding > 0) {
            extensions.add(Extensions.of(PADDING, false, new DEROctetString(new byte[padding])));
        }
        return extensions;
    }
}
