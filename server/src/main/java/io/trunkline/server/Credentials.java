package io.trunkline.server;

import io.trunkline.Identity;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.internal.tls.PeerIdentity;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a peer has shown of itself: a token, a verified certificate, an address.
 *
 * <p>Immutable. Never shows the token.
 */
public final class Credentials {
    private final InetSocketAddress address;
    private final @Nullable String token;
    private final @Nullable TlsInfo tls;

    private Credentials(InetSocketAddress address, @Nullable String token, @Nullable TlsInfo tls) {
        this.address = address;
        this.token = token;
        this.tls = tls;
    }

    /**
     * Starts with an address alone; for servers, and for tests of authenticators.
     *
     * @param address of the peer
     * @return credentials without token and certificate
     */
    public static Credentials of(InetSocketAddress address) {
        return new Credentials(Objects.requireNonNull(address, "address"), null, null);
    }

    /**
     * Adds a token.
     *
     * @param token as the peer sent it
     * @return a copy
     */
    public Credentials token(String token) {
        return new Credentials(address, Objects.requireNonNull(token, "token"), tls);
    }

    /**
     * Adds what the TLS handshake has agreed.
     *
     * @param tls a certificate counts only if it is {@link TlsInfo#authorized}
     * @return a copy
     */
    public Credentials tls(TlsInfo tls) {
        return new Credentials(address, token, Objects.requireNonNull(tls, "tls"));
    }

    /**
     * Gives the token.
     *
     * @return empty if the peer has not sent one, or not yet
     */
    public Optional<String> token() {
        return Optional.ofNullable(token);
    }

    /**
     * Gives the peer's certificate chain, if TLS has verified it.
     *
     * @return its own first; empty if it has none or nobody vouches for it
     */
    public List<X509Certificate> peerCertificates() {
        return tls != null && tls.authorized() ? tls.peerCertificates() : List.of();
    }

    /**
     * Names whom the verified certificate stands for, as {@link Authenticator#mutualTls()} does.
     *
     * @return empty without a verified certificate
     */
    public Optional<Identity> certificateIdentity() {
        return tls == null ? Optional.empty() : PeerIdentity.of(tls);
    }

    /**
     * Gives the peer's address.
     *
     * @return with its port
     */
    public InetSocketAddress address() {
        return address;
    }

    /** Shows the address and what there is, never the token. */
    @Override
    public String toString() {
        return "Credentials[" + address + ", token=" + (token == null ? "none" : "***") + ", certificate="
                + certificateIdentity().map(Identity::name).orElse("none") + "]";
    }
}
