package io.trunkline.server;

import io.trunkline.Identity;
import io.trunkline.server.internal.admission.CertificateDoor;
import io.trunkline.server.internal.admission.EitherDoor;
import io.trunkline.server.internal.admission.FunctionDoor;
import io.trunkline.server.internal.admission.TokenDoor;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides who a peer is: empty refuses it.
 *
 * <p>Asked when a connection opens whose client has shown a certificate that was accepted, then without a token; and again
 * with the token of each login. A user's own runs on a worker, where it may block, until the authentication deadline; it is
 * interrupted then. What it throws refuses that connection, is logged without the token, and counts as no failure of the
 * peer. Must be thread-safe.
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * Decides about one peer.
     *
     * @param credentials what the peer has shown
     * @return who it is; empty if it is not let in
     * @throws Exception refuses this peer
     */
    Optional<Identity> authenticate(Credentials credentials) throws Exception;

    /**
     * Accepts those who bring one of these tokens.
     *
     * <p>Tokens are compared as keyed digests, in a time that does not depend on how much of a token is right or whether one
     * of that kind exists. The map is copied; the tokens themselves are not kept.
     *
     * @param tokens who brings which token
     * @return an authenticator that never blocks
     * @throws IllegalArgumentException if a token is empty
     */
    static Authenticator tokens(Map<String, Identity> tokens) {
        return new TokenDoor(tokens);
    }

    /**
     * Accepts those whose token a function knows.
     *
     * @param lookup called on a worker, where it may block; to look tokens up by a digest of them keeps its time from telling
     *     how much of a token was right
     * @return an authenticator that asks the function
     */
    static Authenticator tokens(Function<String, Optional<Identity>> lookup) {
        return new FunctionDoor(Objects.requireNonNull(lookup, "lookup"));
    }

    /**
     * Accepts those who have shown a client certificate that TLS has verified; no token is needed then, and none helps
     * without.
     *
     * <p>The name is the certificate's first URI, else mail address, else DNS name among its subject alternative names, else
     * its subject; it has no roles. The listener's {@code TlsOptions} must ask for certificates.
     *
     * @return an authenticator that never blocks
     */
    static Authenticator mutualTls() {
        return CertificateDoor.INSTANCE;
    }

    /**
     * Accepts whom either accepts; this one is asked first.
     *
     * @param other asked where this one refuses
     * @return both
     */
    default Authenticator or(Authenticator other) {
        return EitherDoor.of(this, Objects.requireNonNull(other, "other"));
    }
}
