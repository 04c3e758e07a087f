package io.trunkline.transport;

/**
 * Says whether a server asks clients for a certificate, and what becomes of those that show none, or one not accepted.
 *
 * <p>Node's words for the same: {@code requestCert} and {@code rejectUnauthorized}.
 */
public enum ClientCertificates {
    /** Not asked for ({@code requestCert: false}). The default. */
    NONE,

    /**
     * Asked for, and every client is let in ({@code requestCert: true, rejectUnauthorized: false}): {@link TlsInfo#authorized}
     * tells whether its certificate was accepted. One that was not gives no {@link Connection#identity}.
     */
    REQUEST,

    /** Demanded in the handshake, which fails without an accepted one ({@code requestCert: true, rejectUnauthorized: true}). */
    REQUIRE
}
