package io.trunkline.transport;

import io.trunkline.transport.internal.tls.CertificateSource;
import io.trunkline.transport.internal.tls.TlsDraft;
import io.trunkline.transport.internal.tls.TlsSetup;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Says how connections are encrypted, who we are, and whom we trust; one class for both ends.
 *
 * <pre>{@code
 * server:   TlsOptions.builder().certificate(Path.of("server.pem"), Path.of("server.key")).build()
 * client:   TlsOptions.SYSTEM_TRUST, or TlsOptions.trusting(Path.of("ca.pem"))
 * }</pre>
 *
 * <p>A client verifies chain and name of the server inside of the handshake, by the name that its user gave and by the
 * certificate's subject alternative names alone. Verification is turned off only by what begins with {@code insecure}.
 *
 * <p>Immutable. {@link Builder#build()} reads the files and tries what they hold, so whatever is wrong is found there; a
 * setting that only the other end understands is refused where a server starts or a client connects. Those who share one
 * object share its sessions.
 */
public final class TlsOptions {
    static {
        TlsSetup.grantAccess(options -> options.setup);
    }

    /** TLS 1.2 or 1.3 with servers whose certificates the system's CAs vouch for. */
    public static final TlsOptions SYSTEM_TRUST = builder().build();

    private final TlsSetup setup;

    private TlsOptions(TlsSetup setup) {
        this.setup = setup;
    }

    /**
     * Trusts the CAs of a file, and nobody else.
     *
     * @param authorities PEM, one certificate or many
     * @return options for a client
     * @throws IllegalArgumentException naming file and line if it cannot be used
     */
    public static TlsOptions trusting(Path authorities) {
        return builder().trust(authorities).build();
    }

    /**
     * Starts from the defaults: no certificate, the system's CAs.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder(new TlsDraft());
    }

    /**
     * Starts from these settings; a certificate that was given as text or key store is kept as it was read.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(new TlsDraft(setup.plan()));
    }

    /**
     * Gives the lowest version of the protocol.
     *
     * @return {@code TLSv1.2} unless set
     */
    public String minVersion() {
        return setup.plan().protocol().minVersion();
    }

    /**
     * Gives the cipher suites.
     *
     * @return most wanted first
     */
    public List<String> ciphers() {
        return setup.plan().protocol().ciphers();
    }

    /**
     * Gives the classic groups of the key exchange.
     *
     * @return most wanted first
     */
    public List<String> groups() {
        return setup.plan().protocol().groups();
    }

    /**
     * Gives the application protocols.
     *
     * @return most wanted first; empty unless set
     */
    public List<String> alpn() {
        return setup.plan().protocol().alpn();
    }

    /**
     * Gives the name that servers must prove, where it is not the endpoint's host.
     *
     * @return empty unless set
     */
    public Optional<String> serverName() {
        return Optional.ofNullable(setup.plan().trust().serverName());
    }

    /**
     * Gives what a server does about certificates of its clients.
     *
     * @return {@link ClientCertificates#NONE} unless set
     */
    public ClientCertificates clientCertificates() {
        return setup.plan().trust().clients();
    }

    /**
     * Gives the stand towards quantum computers.
     *
     * @return {@link PostQuantum#OFF} unless set
     */
    public PostQuantum postQuantum() {
        return setup.plan().protocol().postQuantum();
    }

    /**
     * Gives how often files are looked at.
     *
     * @return empty unless set
     */
    public Optional<Duration> reloadEvery() {
        return Optional.ofNullable(setup.plan().reloadEvery());
    }

    /** Shows every setting but secrets. */
    @Override
    public String toString() {
        return "TlsOptions[" + setup.plan().described() + "]";
    }

    /** Collects settings; everything is checked in {@link #build()}. Caller-confined. */
    public static final class Builder {
        private final TlsDraft draft;

        private Builder(TlsDraft draft) {
            this.draft = draft;
        }

        /**
         * Shows the peer a certificate from PEM files, which may be one and the same: default none. A server needs one.
         *
         * @param chain our own certificate first, then its issuer, and so on; the root may be left out
         * @param key PKCS#8; PKCS#1, SEC1 and encrypted keys need {@code trunkline-tls-bouncycastle}
         * @return this
         */
        public Builder certificate(Path chain, Path key) {
            draft.certificate(new CertificateSource.OfFiles(chain, key));
            return this;
        }

        /**
         * Shows the peer a certificate from PEM texts, as a secret store may give them.
         *
         * @param pemChain as in {@link #certificate(Path, Path)}
         * @param pemKey as there
         * @return this
         */
        public Builder certificate(String pemChain, String pemKey) {
            draft.certificate(new CertificateSource.OfTexts(pemChain, pemKey));
            return this;
        }

        /**
         * Decrypts the key of {@code certificate(..)}: default none, and refused if the key is not encrypted.
         *
         * @param password copied, so that the caller can wipe it; the copy lives as long as a reload may need it
         * @return this
         */
        public Builder keyPassword(char[] password) {
            draft.keyPassword(password);
            return this;
        }

        /**
         * Shows the peer the certificate of a key store's only private key. Its trusted certificates are not looked at.
         *
         * @param store loaded; PKCS#12, or whatever the JDK reads, hardware included
         * @param password of the key; copied, and wiped once the key was read
         * @return this
         */
        public Builder keyStore(KeyStore store, char[] password) {
            draft.keyStore(store, password);
            return this;
        }

        /**
         * Uses a context of the caller's, with its keys and its trust: default one of ours. Its trust managers are asked
         * in the handshake; what they let pass is held to our rules, and on a client to the name, before the first byte.
         *
         * @param context initialised
         * @return this
         */
        public Builder sslContext(SSLContext context) {
            draft.context(Objects.requireNonNull(context, "sslContext"));
            return this;
        }

        /**
         * Trusts the CAs of files too, instead of the system's: default the system's. While a CA is replaced, name both.
         *
         * @param files PEM, one certificate or many each
         * @return this
         */
        public Builder trust(Path... files) {
            for (Path file : files) {
                draft.trust(file);
            }
            return this;
        }

        /**
         * Trusts the CAs of a text too, instead of the system's.
         *
         * @param pem one certificate or many
         * @return this
         */
        public Builder trust(String pem) {
            draft.trust(pem);
            return this;
        }

        /**
         * Asks clients for certificates: default {@link ClientCertificates#NONE}. Needs {@code trust(..)}, since public
         * CAs vouch for anybody. Refused on a client.
         *
         * @param clients whether to ask, and whether to insist
         * @return this
         */
        public Builder clientCertificates(ClientCertificates clients) {
            draft.clients(Objects.requireNonNull(clients, "clientCertificates"));
            return this;
        }

        /**
         * Sets the lowest version of the protocol: default {@code TLSv1.2}.
         *
         * @param version {@code TLSv1.2} or {@code TLSv1.3}; older ones are refused
         * @return this
         */
        public Builder minVersion(String version) {
            draft.minVersion(Objects.requireNonNull(version, "minVersion"));
            return this;
        }

        /**
         * Narrows the cipher suites: default the nine with authenticated encryption and a fresh key exchange, beyond which
         * there is no going. The client's preference counts among those that both sides have.
         *
         * @param suites standard names, most wanted first
         * @return this
         */
        public Builder ciphers(String... suites) {
            draft.ciphers(suites);
            return this;
        }

        /**
         * Sets the classic groups of the key exchange: default x25519, secp256r1, secp384r1. A key's own curve must be
         * among them. Before JDK 20 they are a choice only, and the order is the JDK's own.
         *
         * @param groups of x25519, secp256r1, secp384r1, secp521r1, x448, most wanted first
         * @return this
         */
        public Builder groups(String... groups) {
            draft.groups(groups);
            return this;
        }

        /**
         * Offers application protocols (ALPN): default none. A server refuses clients that offer only others.
         *
         * @param protocols most wanted first
         * @return this
         */
        public Builder alpn(String... protocols) {
            draft.alpn(protocols);
            return this;
        }

        /**
         * Names the server instead of the endpoint's host, in SNI and for the check of its certificate: for a client that
         * connects by an address or through a tunnel. Refused on a server.
         *
         * @param name a host name, or an address, which SNI leaves out
         * @return this
         */
        public Builder serverName(String name) {
            draft.serverName(Objects.requireNonNull(name, "serverName"));
            return this;
        }

        /**
         * Withstands quantum computers: default {@link PostQuantum#OFF}. Others need {@code trunkline-tls-bouncycastle}.
         *
         * @param mode whether to offer it, and whether to insist
         * @return this
         */
        public Builder postQuantum(PostQuantum mode) {
            draft.postQuantum(Objects.requireNonNull(mode, "postQuantum"));
            return this;
        }

        /**
         * Looks at the files again and again, and uses what they hold for new connections once it has proved usable:
         * default never. What is not is refused with one warning, and the old stays in use.
         *
         * @param period 100 ms to one day
         * @return this
         */
        public Builder reloadEvery(Duration period) {
            draft.reloadEvery(Objects.requireNonNull(period, "reloadEvery"));
            return this;
        }

        /**
         * Takes a server's certificate whoever has signed it: anyone on the way can then pose as the server. Its name is
         * still checked. Warned of at each start; refused on a server.
         *
         * @return this
         */
        public Builder insecureTrustAnyCertificate() {
            draft.anyCertificate();
            return this;
        }

        /**
         * Takes a certificate that is not for the server's name: whoever has one of the same CA can then pose as it.
         * Warned of at each start; refused on a server.
         *
         * @return this
         */
        public Builder insecureAcceptAnyHostName() {
            draft.anyHostName();
            return this;
        }

        /**
         * Checks every setting, alone and together, reads the files and tries what they hold; blocks for that.
         *
         * @return immutable options
         * @throws IllegalArgumentException naming the setting or the file and line, and what is wrong with it
         */
        public TlsOptions build() {
            return new TlsOptions(draft.build());
        }
    }
}
