package io.trunkline.server.internal.file;

import io.trunkline.server.FileObserver;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a receiver allows. Immutable.
 *
 * @param directory where files go
 * @param maxFile the largest file
 * @param quota what all files in the directory may have together
 * @param transfersPerAddress open at once
 * @param stall without a chunk
 * @param replace whether a new file takes the place of an old one of its name
 * @param resume whether parts are kept for who asks for it
 * @param digestRequired whether a file without a SHA-256 is refused
 * @param observer is told
 */
public record UploadSettings(
        Path directory,
        long maxFile,
        long quota,
        int transfersPerAddress,
        Duration stall,
        boolean replace,
        boolean resume,
        boolean digestRequired,
        FileObserver observer) {}
