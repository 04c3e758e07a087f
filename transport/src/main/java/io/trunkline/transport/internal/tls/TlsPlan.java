package io.trunkline.transport.internal.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a user has said about TLS, checked in itself, not yet read. Immutable, but for its password.
 *
 * @param own null without a certificate of our own
 * @param context the user's own, instead of certificate and trust; null for ours
 * @param reloadEvery how often files are looked at; null for never
 */
public record TlsPlan(
        @Nullable OwnKey own,
        TrustPlan trust,
        TlsProtocol protocol,
        @Nullable SSLContext context,
        @Nullable Duration reloadEvery) {
    /**
     * A source and what opens it.
     *
     * @param password null for a key without one
     */
    public record OwnKey(CertificateSource source, @Nullable Password password) {
        /**
         * The one that was set, if any.
         *
         * @param keyPassword of the setting of that name; null without it
         * @throws IllegalArgumentException if there are two, or a password without its key
         */
        public static @Nullable OwnKey one(List<OwnKey> set, @Nullable Password keyPassword) {
            PlanRules.require(
                    set.size() < 2,
                    "a connection shows one certificate: "
                            + set.stream().map(key -> key.source().setting()).toList());
            OwnKey own = set.isEmpty() ? null : set.get(0);
            if (keyPassword == null) {
                return own == null ? null : own.copy();
            }
            PlanRules.require(
                    own != null && own.password() == null,
                    "keyPassword opens the key of certificate(chain, key), and none is set");
            return own == null ? null : new OwnKey(own.source(), keyPassword.another());
        }

        /** The same with a password of its own to wipe. */
        OwnKey copy() {
            return new OwnKey(source, password == null ? null : password.another());
        }

        void wipe() {
            if (password != null) {
                password.wipe();
            }
        }
    }

    /** The files that it is made of, each once or twice. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (own != null) {
            files.addAll(own.source().files());
        }
        trust.sources().forEach(source -> files.addAll(source.files()));
        return files;
    }

    /** Wipes the password; what is made from it then cannot be read again. */
    void forgetPassword() {
        if (own != null) {
            own.wipe();
        }
    }

    /** Every setting but secrets. */
    public String described() {
        return "certificate=" + (own == null ? "none" : own.source().setting()) + ", sslContext=" + (context != null)
                + ", trust=" + (trust.sources().isEmpty() ? "system" : trust.sources()) + ", clientCertificates="
                + trust.clients() + ", minVersion=" + protocol.minVersion() + ", ciphers=" + protocol.ciphers()
                + ", groups=" + protocol.groups() + ", alpn=" + protocol.alpn() + ", serverName=" + trust.serverName()
                + ", postQuantum=" + protocol.postQuantum() + ", reloadEvery=" + reloadEvery
                + ", insecureTrustAnyCertificate=" + trust.anyCertificate() + ", insecureAcceptAnyHostName="
                + trust.anyHostName();
    }

    /** Whether there is anything to read before a connection is made. */
    boolean isWorthReading() {
        return own != null || !trust.sources().isEmpty() || context != null;
    }
}
