package io.trunkline.transport.internal.tls;

import io.trunkline.Identity;
import io.trunkline.transport.TlsInfo;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Says who a verified certificate stands for: its first URI, else mail address, else DNS name among the subject alternative
 * names, else its subject (RFC 2253).
 *
 * <p>Names with control characters are passed over: they could pose as others in a log. Without roles, which no
 * certificate has.
 */
public final class PeerIdentity {
    private static final int URI = 6;
    private static final int MAIL = 1;

    private PeerIdentity() {}

    /** Empty unless the certificate was accepted: what nobody vouches for is no identity. */
    public static Optional<Identity> of(TlsInfo info) {
        if (!info.authorized() || info.peerCertificates().isEmpty()) {
            return Optional.empty();
        }
        return name(info.peerCertificates().get(0)).map(Identity::of);
    }

    private static Optional<String> name(X509Certificate leaf) {
        try {
            for (int type : new int[] {URI, MAIL, PeerName.DNS}) {
                Optional<String> first = PeerName.entries(leaf, type).stream()
                        .filter(PeerIdentity::isPlain)
                        .findFirst();
                if (first.isPresent()) {
                    return first;
                }
            }
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
        String subject = leaf.getSubjectX500Principal().getName(X500Principal.RFC2253);
        return Optional.of(subject).filter(PeerIdentity::isPlain);
    }

    private static boolean isPlain(String name) {
        return !name.isBlank() && name.chars().noneMatch(Character::isISOControl);
    }
}
