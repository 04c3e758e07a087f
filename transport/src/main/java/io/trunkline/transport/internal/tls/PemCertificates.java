package io.trunkline.transport.internal.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates out of PEM blocks: the chain of a key, or a bundle of CAs. */
final class PemCertificates {
    /** What is sent in every handshake; real ones have two or three. */
    private static final int MAX_CHAIN = 10;

    private PemCertificates() {}

    /**
     * Reads the chain of a key; blocks of private keys beside it are left alone, since both may share a file.
     *
     * @return the leaf first; each of the others has signed the one before
     */
    static List<X509Certificate> chain(List<PemBlock> blocks) {
        List<X509Certificate> chain = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (!block.isPrivateKey()) {
                X509Certificate next = certificate(block);
                if (!chain.isEmpty()) {
                    requireSigned(chain.get(chain.size() - 1), next, block);
                }
                chain.add(next);
            }
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(
                    blocks.get(0).place() + ": a private key, but no certificate; the chain comes first, then the key");
        }
        if (chain.size() > MAX_CHAIN) {
            throw new IllegalArgumentException(
                    blocks.get(0).place() + ": " + chain.size() + " certificates, at most " + MAX_CHAIN);
        }
        return chain;
    }

    /** Reads CAs, in any order; a private key among them is an error, for a bundle is given to everyone. */
    static List<X509Certificate> bundle(List<PemBlock> blocks) {
        List<X509Certificate> bundle = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (block.isPrivateKey()) {
                throw new IllegalArgumentException(block.place() + ": a private key among trusted certificates");
            }
            bundle.add(certificate(block));
        }
        return bundle;
    }

    private static X509Certificate certificate(PemBlock block) {
        if (!block.isCertificate()) {
            throw new IllegalArgumentException(block.place() + ": a certificate was expected, not a " + block.label());
        }
        ByteArrayInputStream der = new ByteArrayInputStream(block.der());
        try {
            X509Certificate read =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(der);
            if (der.available() > 0) {
                throw new CertificateException(der.available() + " bytes too many");
            }
            return read;
        } catch (CertificateException e) {
            throw new IllegalArgumentException(block.place() + ": not an X.509 certificate: " + e.getMessage(), e);
        }
    }

    private static void requireSigned(X509Certificate signed, X509Certificate signer, PemBlock place) {
        try {
            if (signed.getIssuerX500Principal().equals(signer.getSubjectX500Principal())) {
                signed.verify(signer.getPublicKey());
                return;
            }
            throw new CertificateException("its issuer is another");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    place.place() + ": " + signer.getSubjectX500Principal()
                            + " has not signed the certificate before it, " + signed.getSubjectX500Principal()
                            + "; a chain begins with the key's own, then its issuer",
                    e);
        }
    }
}
