package io.trunkline.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a file that was transferred.
 *
 * <p>Immutable.
 */
public final class FileReceipt {
    private final String transferId;
    private final String fileName;
    private final long size;
    private final Optional<String> sha256;
    private final Duration duration;

    /**
     * Describes a file; public so that fakes can give one in tests.
     *
     * @param transferId the transfer's name on the wire
     * @param fileName the file's name there
     * @param size its bytes
     * @param sha256 64 lower-case hex digits, if both sides know them
     * @param duration from the call to the end
     */
    public FileReceipt(String transferId, String fileName, long size, Optional<String> sha256, Duration duration) {
        this.transferId = Objects.requireNonNull(transferId, "transferId");
        this.fileName = Objects.requireNonNull(fileName, "fileName");
        this.size = size;
        this.sha256 = Objects.requireNonNull(sha256, "sha256");
        this.duration = Objects.requireNonNull(duration, "duration");
    }

    /** {@return the transfer's name on the wire} */
    public String transferId() {
        return transferId;
    }

    /** {@return the file's name on the wire} */
    public String fileName() {
        return fileName;
    }

    /** {@return the file's bytes} */
    public long size() {
        return size;
    }

    /**
     * Gives the SHA-256 that was computed on the way and sent in {@code file_end}.
     *
     * @return 64 lower-case hex digits; empty if the source of a download sent none, and in {@code named-file}
     */
    public Optional<String> sha256() {
        return sha256;
    }

    /** {@return the time from the call to the end} */
    public Duration duration() {
        return duration;
    }

    @Override
    public String toString() {
        return "FileReceipt[" + fileName + ", " + size + " bytes in " + duration.toMillis() + " ms"
                + sha256.map(digest -> ", sha256 " + digest).orElse("") + "]";
    }
}
