package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.server.internal.file.UploadSettings;
import io.trunkline.server.internal.file.Uploads;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.StreamHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Receives files into one directory, from any number of connections and listeners.
 *
 * <pre>{@code
 * FileReceiver uploads = FileReceiver.into(Path.of("uploads"));
 * TrunklineServer.builder()
 *     .listen(7001, JsonMessage.in(FrameFormat.lengthPrefixed()), c -> uploads.handler(c, message -> c.send(message)))
 *     .listen(7002, uploads)                                                  // one named file per connection
 *     .listen(7003, uploads.streamHandler())                                  // one file per stream
 * }</pre>
 *
 * <p>A file has its name only when all of its bytes, and its SHA-256 where one was announced, are right and durable: it is
 * written to a temporary file in the same directory ({@code .trunkline-*.part}, readable by its owner alone), forced, moved in one
 * step, and the directory is forced. Only then is it acknowledged. Of two files of one name that come at once, the first that is
 * whole gets it.
 *
 * <p>Names are base names; paths, links, devices and hidden files are refused ({@code BAD_NAME}). Limits are refused by name before a
 * byte is written. A part whose connection is lost is kept for 10 minutes if its source has asked for that; parts that a process left
 * when it died are removed once they are 15 minutes old.
 *
 * <p>Thread-safe. The disk's work is done on the runtime's blocking threads, never on a loop; a connection is not read while more
 * than 768 KiB of it wait for the disk. A full or missing directory costs the file ({@code STORAGE}), not the connection. Implements
 * SPEC.md sections 3.8 and 6.4.
 */
public final class FileReceiver {
    private final Uploads uploads;

    FileReceiver(Uploads uploads) {
        this.uploads = uploads;
    }

    /**
     * Receives into a directory, with every default.
     *
     * @param directory must exist
     * @return the receiver
     * @throws IllegalArgumentException if the directory is not there, or cannot be used
     */
    public static FileReceiver into(Path directory) {
        return builder(directory).build();
    }

    /**
     * Starts from the defaults.
     *
     * @param directory where files go
     * @return a builder of the caller's own
     */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    /**
     * Puts this receiver in front of a connection's handler, for frames that are {@link io.trunkline.JsonMessage} or
     * {@link io.trunkline.codec.TypedFrame}; others pass.
     *
     * <p>It takes {@code file_start}, {@code file_chunk}, {@code file_end} and errors about its transfers, and answers them. Several
     * may stand one before the other: {@code receiver.handler(c, source.handler(c, yours))}.
     *
     * @param connection of a Trunkline server or client
     * @param next gets everything else
     * @param <F> what a frame is
     * @return the handler to give to the connection
     * @throws IllegalArgumentException if the connection is not one of Trunkline's own
     */
    public <F> ConnectionHandler<F> handler(FrameConnection<F> connection, ConnectionHandler<F> next) {
        return uploads.handler(connection, next);
    }

    /**
     * Gives the handler of streams of type {@code file}, each of which brings one file; other types are refused.
     *
     * <pre>{@code
     * .listen(7004, uploads.streamHandler())
     * .listen(7005, StreamHandler.byType().handle("file", uploads.streamHandler()).handle("chat", yours).build())
     * }</pre>
     *
     * <p>The stream's metadata is what {@code file_start} says, its bytes are the file's, and the answers are JSON objects on it. The
     * handler's worker waits until the file is stored or given up; a slow disk holds back its own stream only.
     *
     * @return called concurrently, for streams of a Trunkline server or client
     */
    public StreamHandler streamHandler() {
        return uploads.streamHandler();
    }

    ConnectionHandler.Factory<Payload> namedFiles() {
        if (uploads.settings().digestRequired()) {
            throw new IllegalArgumentException(
                    "requireSha256 on a listener for named-file, which has no place for a digest");
        }
        return uploads.namedFiles();
    }

    /**
     * Gives the directory.
     *
     * @return its real path
     */
    public Path directory() {
        return uploads.settings().directory();
    }

    @Override
    public String toString() {
        UploadSettings set = uploads.settings();
        return "FileReceiver[directory=" + set.directory() + ", maxFile=" + set.maxFile() + ", quota=" + set.quota()
                + ", transfersPerAddress=" + set.transfersPerAddress() + ", stallTimeout=" + set.stall()
                + ", replaceExisting=" + set.replace() + ", resume=" + set.resume() + ", requireSha256="
                + set.digestRequired() + "]";
    }

    /** Collects settings; everything is checked in {@link #build()}. Caller-confined. */
    public static final class Builder {
        private final FileReceiverValues set;

        private Builder(Path directory) {
            this.set = new FileReceiverValues(directory);
        }

        /**
         * Makes the directory, and those above it, if they are not there: by default {@link #build()} refuses then.
         *
         * @return this
         */
        public Builder createDirectory() {
            set.createDirectory = true;
            return this;
        }

        /**
         * Bounds a file; a larger one is refused with {@code BAD_SIZE} on its announcement.
         *
         * @param bytes 0 or more; 1,073,741,824 by default
         * @return this
         */
        public Builder maxFile(long bytes) {
            set.maxFile = bytes;
            return this;
        }

        /**
         * Bounds what the files in the directory, and those on their way, may have together; a file that does not fit is refused with
         * {@code LIMIT_EXCEEDED} on its announcement. What others put there is counted too, though up to 15 minutes late.
         *
         * @param bytes at least {@link #maxFile}; 64 GiB by default
         * @return this
         */
        public Builder quota(long bytes) {
            set.quota = bytes;
            return this;
        }

        /**
         * Bounds the transfers that one address may have open; the next one is refused with {@code LIMIT_EXCEEDED}.
         *
         * @param most 1 to 4,096; 16 by default
         * @return this
         */
        public Builder transfersPerAddress(int most) {
            set.transfersPerAddress = most;
            return this;
        }

        /**
         * Ends a transfer on which no chunk has come for so long. The 30 s of {@code named-file} are fixed.
         *
         * @param longest 1 ms to 24 hours; 30 s by default
         * @return this
         */
        public Builder stallTimeout(Duration longest) {
            set.stallTimeout = Objects.requireNonNull(longest, "stallTimeout");
            return this;
        }

        /**
         * Lets a file take the place of an old one of its name, in one step: by default it is refused with {@code CONFLICT}. Two that
         * come at once are not old to each other.
         *
         * @return this
         */
        public Builder replaceExisting() {
            set.replace = true;
            return this;
        }

        /**
         * Removes the part of a file whose connection is lost even if its source wants to continue it: by default it is kept for
         * 10 minutes then.
         *
         * @return this
         */
        public Builder noResume() {
            set.resume = false;
            return this;
        }

        /**
         * Refuses a file that ends without having announced its SHA-256, with {@code INVALID_REQUEST}: by default the digest is checked
         * where there is one.
         *
         * @return this
         */
        public Builder requireSha256() {
            set.digestRequired = true;
            return this;
        }

        /**
         * Sets who is told how files fare: nobody by default.
         *
         * @param observer called on the disk's threads
         * @return this
         */
        public Builder observer(FileObserver observer) {
            set.observer = Objects.requireNonNull(observer, "observer");
            return this;
        }

        /**
         * Checks every setting and looks into the directory; blocks for that.
         *
         * @return the receiver
         * @throws IllegalArgumentException naming the setting, the value and the allowed range
         */
        public FileReceiver build() {
            return new FileReceiver(set.open());
        }
    }
}
