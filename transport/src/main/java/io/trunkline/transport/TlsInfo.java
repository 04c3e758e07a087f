package io.trunkline.transport;

import io.trunkline.transport.internal.tls.Shown;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a connection's TLS handshake has agreed on.
 *
 * <p>Immutable.
 */
public final class TlsInfo {
    private final String protocol;
    private final String cipher;
    private final @Nullable String group;
    private final @Nullable String applicationProtocol;
    private final List<X509Certificate> peerCertificates;
    private final boolean authorized;
    private final @Nullable String authorizationError;

    private TlsInfo(Builder builder) {
        this.protocol = builder.protocol;
        this.cipher = builder.cipher;
        this.group = builder.group;
        this.applicationProtocol = builder.applicationProtocol;
        this.peerCertificates = builder.peerCertificates;
        this.authorized = builder.authorized;
        this.authorizationError = builder.authorizationError;
    }

    /**
     * Starts from a handshake without certificate and group; for connections, and for fakes of them in tests.
     *
     * @param protocol {@code TLSv1.2} or {@code TLSv1.3}
     * @param cipher the suite's standard name
     * @return a new builder
     */
    public static Builder builder(String protocol, String cipher) {
        return new Builder(protocol, cipher);
    }

    /**
     * Gives the version of the protocol.
     *
     * @return {@code TLSv1.2} or {@code TLSv1.3}
     */
    public String protocol() {
        return protocol;
    }

    /**
     * Gives the cipher suite.
     *
     * @return its standard name
     */
    public String cipher() {
        return cipher;
    }

    /**
     * Gives the named group of the key exchange.
     *
     * @return empty where the handshake had none, a resumed one of TLS 1.2 for instance
     */
    public Optional<String> group() {
        return Optional.ofNullable(group);
    }

    /**
     * Gives the application protocol that both sides agreed on (ALPN).
     *
     * @return empty if none was offered, or none was common
     */
    public Optional<String> applicationProtocol() {
        return Optional.ofNullable(applicationProtocol);
    }

    /**
     * Gives the peer's certificate chain as it was sent, accepted or not.
     *
     * @return its own first; empty if it sent none
     */
    public List<X509Certificate> peerCertificates() {
        return peerCertificates;
    }

    /**
     * Tells whether the peer's certificate was accepted in every respect: its chain, its purpose, and on a client its name.
     *
     * @return false also where none was asked for
     */
    public boolean authorized() {
        return authorized;
    }

    /**
     * Tells why a certificate that was asked for is not accepted, although the connection goes on.
     *
     * @return empty if it is accepted, and where none was asked for
     */
    public Optional<String> authorizationError() {
        return Optional.ofNullable(authorizationError);
    }

    /** Shows every fact; of the certificates, the peer's subject. */
    @Override
    public String toString() {
        return "TlsInfo[protocol=" + protocol + ", cipher=" + cipher + ", group=" + group + ", applicationProtocol="
                + applicationProtocol + ", peer="
                + (peerCertificates.isEmpty()
                        ? "none"
                        : Shown.of(peerCertificates
                                .get(0)
                                .getSubjectX500Principal()
                                .getName()))
                + ", authorized=" + authorized + ", authorizationError=" + authorizationError + "]";
    }

    /** Collects the facts of a handshake; caller-confined. */
    public static final class Builder {
        private final String protocol;
        private final String cipher;
        private @Nullable String group;
        private @Nullable String applicationProtocol;
        private List<X509Certificate> peerCertificates = List.of();
        private boolean authorized;
        private @Nullable String authorizationError;

        private Builder(String protocol, String cipher) {
            this.protocol = Objects.requireNonNull(protocol, "protocol");
            this.cipher = Objects.requireNonNull(cipher, "cipher");
        }

        /**
         * Names the group of the key exchange.
         *
         * @param group null for none
         * @return this
         */
        public Builder group(@Nullable String group) {
            this.group = group;
            return this;
        }

        /**
         * Names the application protocol.
         *
         * @param applicationProtocol null for none
         * @return this
         */
        public Builder applicationProtocol(@Nullable String applicationProtocol) {
            this.applicationProtocol = applicationProtocol;
            return this;
        }

        /**
         * Says that the peer's certificate was accepted.
         *
         * @param chain its own first
         * @return this
         */
        public Builder authorized(List<X509Certificate> chain) {
            this.peerCertificates = List.copyOf(chain);
            this.authorized = true;
            this.authorizationError = null;
            return this;
        }

        /**
         * Says that the peer's certificate was asked for and not accepted.
         *
         * @param chain its own first; empty if it sent none
         * @param error why, for people
         * @return this
         */
        public Builder unauthorized(List<X509Certificate> chain, String error) {
            this.peerCertificates = List.copyOf(chain);
            this.authorized = false;
            this.authorizationError = Objects.requireNonNull(error, "error");
            return this;
        }

        /**
         * Fixes the facts.
         *
         * @return immutable
         */
        public TlsInfo build() {
            return new TlsInfo(this);
        }
    }
}
