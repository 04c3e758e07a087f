package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 that grows with the file. Caller-confined. */
final class Digest {
    private static final Pattern LEGAL = Pattern.compile("[0-9a-f]{64}");

    private final MessageDigest sha256;
    private final OutputStream input = new Input();

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
        try {
            bytes.writeTo(input);
        } catch (IOException e) {
            throw new UncheckedIOException("a digest does no I/O", e);
        }
    }

    /** Ends the digest; call once. */
    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Sees a payload's own array: a digest would copy a read-only buffer piece by piece. */
    private final class Input extends OutputStream {
        @Override
        public void write(int b) {
            sha256.update((byte) b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            sha256.update(bytes, from, length);
        }
    }
}
