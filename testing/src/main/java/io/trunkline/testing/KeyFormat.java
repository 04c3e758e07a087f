package io.trunkline.testing;

/**
 * Names a text form of a private key.
 *
 * <p>Immutable. May grow: a {@code switch} needs a {@code default}.
 */
public enum KeyFormat {
    /** {@code BEGIN PRIVATE KEY}: the form that the JDK reads by itself. */
    PKCS8(false),

    /** {@code BEGIN RSA PRIVATE KEY}: RSA keys only. */
    PKCS1(false),

    /** {@code BEGIN EC PRIVATE KEY}: elliptic curve keys only, not Ed25519. */
    SEC1(false),

    /** {@code BEGIN ENCRYPTED PRIVATE KEY}: PBES2 with PBKDF2, HMAC-SHA256 and AES-256. */
    ENCRYPTED_PKCS8(true),

    /** {@code Proc-Type: 4,ENCRYPTED} with AES-256, what old OpenSSL wrote; RSA and elliptic curve keys only. */
    LEGACY_AES(true),

    /** {@code Proc-Type: 4,ENCRYPTED} with triple DES, which nobody should read any more; RSA and elliptic curve keys only. */
    LEGACY_DES(true);

    private final boolean encrypted;

    KeyFormat(boolean encrypted) {
        this.encrypted = encrypted;
    }

    /** Whether it needs a password. */
    boolean isEncrypted() {
        return encrypted;
    }
}
