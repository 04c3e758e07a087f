package io.trunkline.server;

import io.trunkline.server.internal.file.Downloads;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.StreamHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Sends the files of one directory to who asks for them by {@code file_get}.
 *
 * <pre>{@code
 * FileSource files = FileSource.from(Path.of("public"));
 * TrunklineServer.builder()
 *     .listen(7001, JsonMessage.in(FrameFormat.lengthPrefixed()), c -> files.handler(c, message -> c.send(message)))
 * }</pre>
 *
 * <p>Whoever reaches the handler may have every regular file that lies directly in the directory, under a legal name: no directory,
 * link, device or hidden file ({@code BAD_NAME}). Each goes with its SHA-256, from the byte that was asked for. In {@code typed} its
 * chunks travel without base64.
 *
 * <p>Thread-safe. Files are read on the runtime's blocking threads, and only while the peer reads: about 64 KiB and one chunk wait
 * for a slow one. Implements SPEC.md section 6.4.4.
 */
public final class FileSource {
    private final Path directory;
    private final Downloads downloads;

    private FileSource(Path directory, Downloads downloads) {
        this.directory = directory;
        this.downloads = downloads;
    }

    /**
     * Sends from a directory, with every default.
     *
     * @param directory must exist
     * @return the source
     * @throws IllegalArgumentException if the directory is not there
     */
    public static FileSource from(Path directory) {
        return builder(directory).build();
    }

    /**
     * Starts from the defaults.
     *
     * @param directory whose files are sent
     * @return a builder of the caller's own
     */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    /**
     * Puts this source in front of a connection's handler, for frames that are {@link io.trunkline.JsonMessage} or
     * {@link io.trunkline.codec.TypedFrame}; others pass.
     *
     * @param connection of a Trunkline server or client
     * @param next gets everything that is not about files that are sent
     * @param <F> what a frame is
     * @return the handler to give to the connection
     * @throws IllegalArgumentException if the connection is not one of Trunkline's own
     */
    public <F> ConnectionHandler<F> handler(FrameConnection<F> connection, ConnectionHandler<F> next) {
        return downloads.handler(connection, next);
    }

    /**
     * Gives the handler of streams of type {@code file_get}, each of which asks for one file; other types are refused.
     *
     * <p>The metadata is what {@code file_get} says. The file goes on a stream of type {@code file} that this side opens; what is
     * refused is said on the stream that asked, which stays open meanwhile. The file is read once before it is sent, for its
     * SHA-256.
     *
     * @return called concurrently, for streams of a Trunkline server or client
     */
    public StreamHandler streamHandler() {
        return downloads.streamHandler();
    }

    /**
     * Gives the directory.
     *
     * @return its real path
     */
    public Path directory() {
        return directory;
    }

    @Override
    public String toString() {
        return "FileSource[directory=" + directory + "]";
    }

    /** Collects settings; everything is checked in {@link #build()}. Caller-confined. */
    public static final class Builder {
        private final Path directory;
        private int transfersPerAddress = 16;
        private Duration stallTimeout = Duration.ofSeconds(30);
        private FileObserver observer = new FileObserver() {};

        private Builder(Path directory) {
            this.directory = Objects.requireNonNull(directory, "directory");
        }

        /**
         * Bounds the transfers that one address may have open; the next one is refused with {@code LIMIT_EXCEEDED}.
         *
         * @param most 1 to 4,096; 16 by default
         * @return this
         */
        public Builder transfersPerAddress(int most) {
            this.transfersPerAddress = most;
            return this;
        }

        /**
         * Ends a transfer whose receiver has said nothing for so long.
         *
         * @param longest 1 ms to 24 hours; 30 s by default
         * @return this
         */
        public Builder stallTimeout(Duration longest) {
            this.stallTimeout = Objects.requireNonNull(longest, "stallTimeout");
            return this;
        }

        /**
         * Sets who is told how files fare: nobody by default.
         *
         * @param observer called on the disk's threads
         * @return this
         */
        public Builder observer(FileObserver observer) {
            this.observer = Objects.requireNonNull(observer, "observer");
            return this;
        }

        /**
         * Checks every setting and looks for the directory; blocks for that.
         *
         * @return the source
         * @throws IllegalArgumentException naming the setting, the value and the allowed range
         */
        public FileSource build() {
            FileReceiverValues.requireTransfers(transfersPerAddress);
            FileReceiverValues.requireStall(stallTimeout);
            try {
                Path real = FileReceiverValues.requireDirectory(directory);
                return new FileSource(real, Downloads.open(real, transfersPerAddress, stallTimeout, observer));
            } catch (IOException e) {
                throw new IllegalArgumentException("directory " + directory + " cannot be used: " + e, e);
            }
        }
    }
}
