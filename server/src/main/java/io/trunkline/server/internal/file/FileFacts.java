package io.trunkline.server.internal.file;

import io.trunkline.transport.internal.file.PartFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Finds a file's SHA-256 a piece at a time, so that others have their turn at the disk.
 *
 * <p>Caller-confined; blocks.
 */
final class FileFacts {
    private static final int PIECE = 1 << 20;

    private final FileChannel file;
    private final long size;
    private final MessageDigest sha256;
    private long at;

    FileFacts(FileChannel file, long size) {
        this.file = file;
        this.size = size;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Reads on; true once all was read. */
    boolean readOn() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, size - at));
        PartFile.read(file, at, piece);
        if (piece.hasRemaining()) {
            throw new IOException("the file has shrunk while it was read");
        }
        sha256.update(piece.array());
        at += piece.capacity();
        return at == size;
    }

    /** Gives the digest of what was read; call once. */
    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
