package io.trunkline.transport.internal.tls;

import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Compares a certificate with the name that a user connects to, by its subject alternative names only (RFC 9525).
 *
 * <pre>{@code
 * name      host.example.com   DNS entry host.example.com, or *.example.com: one label, the leftmost, whole
 * address   10.0.0.5           IP entry with the same bytes; a DNS entry 10.0.0.5 does not count
 * }</pre>
 *
 * <p>The common name of the subject is never looked at. Entries that are no names in DNS (with a NUL, a blank, a letter
 * outside ASCII) match nothing.
 */
final class PeerName {
    static final int DNS = 2;
    static final int IP = 7;
    /** What a message shows of a certificate's names: enough to see the mistake, too little to flood a log. */
    private static final int MAX_SHOWN = 5;

    private PeerName() {}

    /**
     * Accepts or throws.
     *
     * @throws CertificateException naming the host and what the certificate is for
     */
    static void check(X509Certificate certificate, HostName host) throws CertificateException {
        try {
            checkReadable(certificate, host);
        } catch (CertificateParsingException e) {
            // What JDK 17 reads as no name at all, a NUL inside of one say, newer ones refuse to read.
            throw new CertificateException(
                    "the certificate is not for " + Shown.of(host.text()) + ": its names cannot be read", e);
        }
    }

    private static void checkReadable(X509Certificate certificate, HostName host) throws CertificateException {
        List<String> dns = entries(certificate, DNS);
        List<String> addresses = entries(certificate, IP);
        boolean matches = host.address() == null
                ? dns.stream().anyMatch(entry -> matches(entry, host.dns()))
                : addresses.stream().anyMatch(entry -> isSame(entry, host.address()));
        if (!matches) {
            throw new CertificateException("the certificate is not for " + Shown.of(host.text()) + ", but for "
                    + shown(dns, addresses) + " (only subject alternative names count)");
        }
    }

    /** The entries of one type, as text. */
    static List<String> entries(X509Certificate certificate, int type) throws CertificateParsingException {
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        List<String> found = new ArrayList<>();
        if (all != null) {
            for (List<?> entry : all) {
                if (Integer.valueOf(type).equals(entry.get(0)) && entry.get(1) instanceof String text) {
                    found.add(text);
                }
            }
        }
        return found;
    }

    private static boolean matches(String entry, @Nullable String host) {
        String pattern = entry.toLowerCase(Locale.ROOT);
        if (host == null || entry.length() != pattern.length()) {
            return false;
        }
        if (!pattern.startsWith("*.")) {
            return HostName.isDns(pattern) && pattern.equals(host);
        }
        String parent = pattern.substring(1);
        int dot = host.indexOf('.');
        // *.com would be a certificate for the world.
        return HostName.isDns(parent.substring(1))
                && parent.indexOf('.', 1) > 0
                && dot > 0
                && host.substring(dot).equals(parent);
    }

    private static boolean isSame(String entry, InetAddress host) {
        InetAddress named = HostName.address(entry);
        return named != null && Arrays.equals(named.getAddress(), host.getAddress());
    }

    private static String shown(List<String> dns, List<String> addresses) {
        List<String> names = new ArrayList<>(dns);
        names.addAll(addresses);
        if (names.isEmpty()) {
            return "no name at all";
        }
        List<String> first = names.stream().limit(MAX_SHOWN).map(Shown::of).toList();
        return String.join(", ", first)
                + (names.size() > MAX_SHOWN ? " and " + (names.size() - MAX_SHOWN) + " more" : "");
    }
}
