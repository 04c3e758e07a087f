package io.trunkline.transport;

/** Says whether the key exchange of TLS is to withstand a quantum computer: X25519MLKEM768, which needs TLS 1.3. */
public enum PostQuantum {
    /** Classic groups only, with the JDK's own TLS. The default. */
    OFF,

    /** Post-quantum with peers that can, classic with all others. Needs {@code trunkline-tls-bouncycastle}. */
    PREFER,

    /** Post-quantum or no connection. Needs {@code trunkline-tls-bouncycastle}. */
    REQUIRE
}
