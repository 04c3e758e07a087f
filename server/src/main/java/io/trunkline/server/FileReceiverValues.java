package io.trunkline.server;

import io.trunkline.server.internal.file.UploadSettings;
import io.trunkline.server.internal.file.Uploads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** The settings of a {@link FileReceiver} while they are collected, and their rules. Caller-confined. */
final class FileReceiverValues {
    /** As SPEC.md section 7 has it. */
    private static final long MAX_FILE = 1L << 30;

    /** What four addresses can have under way at once; a disk that is smaller says STORAGE. */
    private static final long QUOTA = 64L << 30;

    private static final int MAX_TRANSFERS = 4_096;
    private static final Duration MAX_STALL = Duration.ofHours(24);

    private final Path directory;
    boolean createDirectory;
    long maxFile = MAX_FILE;
    long quota = QUOTA;
    int transfersPerAddress = 16;
    Duration stallTimeout = Duration.ofSeconds(30);
    boolean replace;
    boolean resume = true;
    boolean digestRequired;
    FileObserver observer = new FileObserver() {};

    FileReceiverValues(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    Uploads open() {
        check();
        try {
            if (createDirectory) {
                Files.createDirectories(directory);
            }
            Path real = requireUsable(directory);
            return Uploads.open(new UploadSettings(
                    real,
                    maxFile,
                    quota,
                    transfersPerAddress,
                    stallTimeout,
                    replace,
                    resume,
                    digestRequired,
                    Objects.requireNonNull(observer, "observer")));
        } catch (IOException e) {
            throw new IllegalArgumentException("directory " + directory + " cannot be used: " + e, e);
        }
    }

    private void check() {
        if (maxFile < 0) {
            throw new IllegalArgumentException("maxFile must be 0 or more: " + maxFile);
        }
        if (quota < maxFile) {
            throw new IllegalArgumentException("quota must be at least maxFile, " + maxFile + ": " + quota);
        }
        requireTransfers(transfersPerAddress);
        requireStall(stallTimeout);
    }

    static void requireTransfers(int most) {
        if (most < 1 || most > MAX_TRANSFERS) {
            throw new IllegalArgumentException("transfersPerAddress must be 1 to " + MAX_TRANSFERS + ": " + most);
        }
    }

    static void requireStall(Duration longest) {
        if (longest.compareTo(Duration.ofMillis(1)) < 0 || longest.compareTo(MAX_STALL) > 0) {
            throw new IllegalArgumentException("stallTimeout must be 1 ms to " + MAX_STALL + ": " + longest);
        }
    }

    private static Path requireUsable(Path directory) throws IOException {
        Path real = requireDirectory(directory);
        if (!Files.isWritable(real)) {
            throw new IllegalArgumentException("directory must be writable: " + directory);
        }
        return real;
    }

    static Path requireDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("directory must be one that exists: " + directory);
        }
        return directory.toRealPath();
    }
}
