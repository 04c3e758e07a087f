package io.trunkline.server;

import io.trunkline.Identity;
import java.util.Objects;
import java.util.Optional;

/**
 * How far one file has come.
 *
 * <p>Immutable.
 *
 * @param connectionId the connection it travels on, {@link io.trunkline.transport.Connection#id()}
 * @param identity who the peer has proved to be
 * @param transferId the peer's name for the transfer; the connection's id in {@code named-file}, which has none
 * @param fileName a legal base name: no path, no control character
 * @param size the file's bytes
 * @param bytes what is stored, or what the peer has acknowledged, counted from the start of the file
 */
public record FileProgress(
        String connectionId, Optional<Identity> identity, String transferId, String fileName, long size, long bytes) {
    /**
     * Refuses a file that has come further than its end.
     *
     * @param connectionId the connection it travels on
     * @param identity who the peer has proved to be
     * @param transferId the peer's name for the transfer
     * @param fileName a legal base name
     * @param size the file's bytes
     * @param bytes 0 to {@code size}
     * @throws IllegalArgumentException if {@code bytes} is not in its range
     */
    public FileProgress {
        Objects.requireNonNull(connectionId, "connectionId");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(transferId, "transferId");
        Objects.requireNonNull(fileName, "fileName");
        if (bytes < 0 || bytes > size) {
            throw new IllegalArgumentException("bytes must be 0 to " + size + ": " + bytes);
        }
    }
}
