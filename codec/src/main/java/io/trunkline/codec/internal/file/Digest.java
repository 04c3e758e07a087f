package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 that grows with the file. Caller-confined. */
final class Digest {
    private static final Pattern LEGAL = Pattern.compile("[0-9a-f]{64}");

    private final MessageDigest sha256;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static boolean isLegal(String hex) {
        return LEGAL.matcher(hex).matches();
    }

    void update(Payload bytes) {
        sha256.update(bytes.asByteBuffer());
    }

    /** Ends the digest; call once. */
    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
