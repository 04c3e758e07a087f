package io.trunkline.transport.internal.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Trunkline demands of a certificate beyond what the JDK's path validation does, which differs between its versions.
 *
 * <p>Each method accepts or throws; pure, apart from the instant that it is given.
 */
final class CertificateRules {
    static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private static final String PSS = "RSASSA-PSS";

    private static final int MIN_RSA_BITS = 2048;
    private static final int MIN_EC_BITS = 256;

    private CertificateRules() {}

    /** Today lies between its dates. */
    static void dates(X509Certificate certificate, Instant now) throws CertificateException {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            throw new CertificateException("not valid before " + from + ", and now it is " + seconds(now));
        }
        if (now.isAfter(until)) {
            throw new CertificateException("expired at " + until + ", and now it is " + seconds(now));
        }
    }

    private static Instant seconds(Instant now) {
        return Instant.ofEpochSecond(now.getEpochSecond());
    }

    /** Its extended key usage, if it has one, names the purpose. */
    static void usage(X509Certificate certificate, String purpose) throws CertificateException {
        List<String> usages = certificate.getExtendedKeyUsage();
        if (usages != null && !usages.contains(purpose) && !usages.contains(ANY_USAGE)) {
            throw new CertificateException("not a certificate for "
                    + (purpose.equals(SERVER_AUTH) ? "servers" : "clients") + ": its extended key usage is " + usages);
        }
    }

    /** No weak key anywhere, and no weak signature except of a root on itself, which proves nothing anyway. */
    static void strength(List<X509Certificate> chain) throws CertificateException {
        for (X509Certificate certificate : chain) {
            key(certificate.getPublicKey());
            if (!isSelfSigned(certificate)) {
                signature(certificate);
            }
        }
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false; // The same name with another key: signed by somebody else after all.
        }
    }

    private static void key(PublicKey key) throws CertificateException {
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new CertificateException(
                    "an RSA key of " + rsa.getModulus().bitLength() + " bits, at least " + MIN_RSA_BITS);
        }
        if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() < MIN_EC_BITS) {
            throw new CertificateException(
                    "an elliptic curve of " + ec.getParams().getOrder().bitLength() + " bits, at least " + MIN_EC_BITS);
        }
        if (key.getAlgorithm().equals("DSA")) {
            throw new CertificateException("a DSA key");
        }
    }

    private static void signature(X509Certificate certificate) throws CertificateException {
        String algorithm = certificate.getSigAlgName();
        if (isWeak(algorithm)) {
            throw new CertificateException("signed with " + algorithm + ", which can be forged");
        }
        if (PSS.equals(algorithm)) {
            String hash = pssHash(certificate.getSigAlgParams());
            if (isWeak(hash)) {
                throw new CertificateException("signed with " + PSS + " of " + hash + ", which can be forged");
            }
        }
    }

    private static boolean isWeak(String algorithm) {
        String upper = algorithm.toUpperCase(Locale.ROOT);
        return upper.startsWith("SHA1") || upper.startsWith("SHA-1") || upper.startsWith("MD");
    }

    /** The hash is a parameter and not part of the name; without parameters it is SHA-1 (RFC 8017, A.2.3). */
    private static String pssHash(byte @Nullable [] parameters) throws CertificateException {
        if (parameters == null) {
            return PSSParameterSpec.DEFAULT.getDigestAlgorithm();
        }
        try {
            AlgorithmParameters parsed = AlgorithmParameters.getInstance(PSS);
            parsed.init(parameters);
            return parsed.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("signed with " + PSS + " and parameters that say nothing", e);
        }
    }
}
