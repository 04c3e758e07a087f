package io.trunkline.testing;

import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.TlsOptions;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Is a throw-away certificate authority: certificates for tests of TLS, the good ones and every bad one.
 *
 * <pre>{@code
 * TestCertificates ca = TestCertificates.create();
 * ListenOptions.builder().tls(ca.serverTls());                                // localhost, 127.0.0.1, ::1
 * ClientOptions.builder().tls(ca.clientTls());
 * TestCertificate server = ca.server();
 * TestCertificate alice = ca.client("alice");
 * TestCertificate stale = ca.certificate("localhost").dns("localhost").expired().issue();
 * TestCertificate.Files files = server.write(temporaryFolder);                // chain.pem, key.pem, ca.pem
 * }</pre>
 *
 * <p>Every instance has keys of its own, so what one has issued no other trusts. Making an EC key takes a millisecond; RSA
 * keys, which take a hundred times that, are made once per instance and kind and shared by its certificates. Nothing is
 * installed in the JVM: no provider, no trust store, no property.
 *
 * <p>Thread-safe.
 */
public final class TestCertificates {
    private final Issuer issuer;

    private TestCertificates(KeyType type) {
        this.issuer = Issuer.root(type);
    }

    /**
     * Makes an authority with a new elliptic curve key.
     *
     * @return the authority
     */
    public static TestCertificates create() {
        return create(KeyType.EC_P256);
    }

    /**
     * Makes an authority whose own key, with which it signs, is of a given kind.
     *
     * @param type the kind of key of the authority and its intermediates; certificates name theirs themselves
     * @return the authority
     */
    public static TestCertificates create(KeyType type) {
        return new TestCertificates(type);
    }

    /**
     * Issues a server's certificate for {@code localhost}, {@code 127.0.0.1} and {@code ::1}.
     *
     * @return a new one at each call, valid for 30 days
     */
    public TestCertificate server() {
        return certificate("localhost").dns("localhost").ip("127.0.0.1", "::1").issue();
    }

    /**
     * Issues a client's certificate.
     *
     * @param name the common name, and the only alternative name (a DNS name) if it reads as one
     * @return a new one at each call, valid for 30 days
     */
    public TestCertificate client(String name) {
        TestCertificateBuilder builder = certificate(name).forClients();
        return (name.matches("[A-Za-z0-9.-]+") ? builder.dns(name) : builder).issue();
    }

    /**
     * Begins a certificate whose every detail can be chosen.
     *
     * @param commonName its subject's common name; it has no alternative name until one is given
     * @return a builder of a server's certificate with a P-256 key, valid for 30 days
     */
    public TestCertificateBuilder certificate(String commonName) {
        return new TestCertificateBuilder(issuer, commonName);
    }

    /**
     * Gives the authority's own certificate, which peers are to trust.
     *
     * @return the root
     */
    public X509Certificate caCertificate() {
        return issuer.certificate();
    }

    /**
     * Gives the authority's own certificate as text.
     *
     * @return one PEM block
     */
    public String caPem() {
        return Pem.certificates(List.of(caCertificate()));
    }

    /**
     * Writes the authority's own certificate to a file, in place of what is there.
     *
     * @param file where to
     * @return the same path
     */
    public Path writeCa(Path file) {
        OwnerOnlyFile.write(file, caPem());
        return file;
    }

    /**
     * Gives a key store that holds the authority's certificate and no key.
     *
     * @return a new one, of type PKCS12
     */
    public KeyStore trustStore() {
        return KeyStores.trusting(caCertificate());
    }

    /**
     * Gives the options of a server that shows {@link #server()} and asks nothing of its clients.
     *
     * @return options that a listener takes
     */
    public TlsOptions serverTls() {
        return showing(server()).build();
    }

    /**
     * Gives the options of a client that trusts this authority alone and shows nothing.
     *
     * @return options for {@code localhost}, {@code 127.0.0.1} and {@code ::1}
     */
    public TlsOptions clientTls() {
        return TlsOptions.builder().trust(caPem()).build();
    }

    /**
     * Gives the options of a server that shows {@link #server()} and refuses clients without a certificate of this
     * authority.
     *
     * @return options that a listener takes
     */
    public TlsOptions mutualServerTls() {
        return showing(server())
                .trust(caPem())
                .clientCertificates(ClientCertificates.REQUIRE)
                .build();
    }

    /**
     * Gives the options of a client that trusts this authority alone and shows {@link #client}.
     *
     * @param name who the client is
     * @return options for a server of {@link #mutualServerTls()}
     */
    public TlsOptions mutualClientTls(String name) {
        return showing(client(name)).trust(caPem()).build();
    }

    private static TlsOptions.Builder showing(TestCertificate own) {
        return TlsOptions.builder().certificate(own.chainPem(), own.keyPem());
    }

    /**
     * Gives a list of revoked certificates, signed by the authority.
     *
     * @param revoked what is on it; an empty list is one, too
     * @return a list that is valid for 30 days
     */
    public X509CRL revoking(TestCertificate... revoked) {
        return issuer.revoke(
                List.of(revoked).stream().map(TestCertificate::certificate).toList());
    }
}
