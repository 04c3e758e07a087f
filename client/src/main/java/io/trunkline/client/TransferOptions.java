package io.trunkline.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one file is transferred.
 *
 * <p>Immutable.
 */
public final class TransferOptions {
    /** 64 KiB a chunk, a random id, resumable, 30 s without an answer. */
    public static final TransferOptions DEFAULT = builder().build();

    private static final int MAX_ID = 255;
    private static final int MAX_CHUNK = 64 << 20;

    private final Builder set;

    private TransferOptions(Builder set) {
        this.set = set;
    }

    /**
     * Starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from these settings.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(set);
    }

    /** {@return the bytes of every chunk but the last: 65,536 unless set} */
    public int chunkSize() {
        return set.chunkSize;
    }

    /** {@return the transfer's name on the wire: empty for a random one, the default} */
    public Optional<String> transferId() {
        return Optional.ofNullable(set.transferId);
    }

    /** {@return the name that an uploaded file gets: empty for its own, the default} */
    public Optional<String> fileName() {
        return Optional.ofNullable(set.fileName);
    }

    /** {@return whether another connection may go on with it: true unless set} */
    public boolean isResumable() {
        return set.resumable;
    }

    /** {@return whether a download may replace a file that is there: false unless set} */
    public boolean replacesExisting() {
        return set.replaceExisting;
    }

    /** {@return how long the other side may make no progress: 30 s unless set} */
    public Duration stallTimeout() {
        return set.stallTimeout;
    }

    /** {@return who is told of progress: nobody unless set} */
    public Optional<Consumer<TransferProgress>> observer() {
        return Optional.ofNullable(set.observer);
    }

    /** Shows every setting. */
    @Override
    public String toString() {
        return "TransferOptions[chunkSize=" + set.chunkSize + ", transferId="
                + transferId().orElse("random") + ", fileName="
                + fileName().orElse("its own") + ", resumable=" + set.resumable + ", replaceExisting="
                + set.replaceExisting + ", stallTimeout=" + set.stallTimeout + "]";
    }

    /** Collects settings; caller-confined. */
    public static final class Builder {
        private int chunkSize = 64 * 1024;
        private @Nullable String transferId;
        private @Nullable String fileName;
        private boolean resumable = true;
        private boolean replaceExisting;
        private Duration stallTimeout = Duration.ofSeconds(30);
        private @Nullable Consumer<TransferProgress> observer;

        private Builder() {}

        private Builder(Builder other) {
            chunkSize = other.chunkSize;
            transferId = other.transferId;
            fileName = other.fileName;
            resumable = other.resumable;
            replaceExisting = other.replaceExisting;
            stallTimeout = other.stallTimeout;
            observer = other.observer;
        }

        /**
         * Cuts the file into chunks: default 65,536 bytes. Eight are held in memory at once; what does not fit a frame of the
         * client is refused when the transfer begins.
         *
         * @param bytes 1 to 67,108,864
         * @return this
         */
        public Builder chunkSize(int bytes) {
            this.chunkSize = bytes;
            return this;
        }

        /**
         * Names the transfer: default random. An upload that another process is to go on with has to have the same name.
         *
         * @param id 1 to 255 characters
         * @return this
         */
        public Builder transferId(String id) {
            this.transferId = Objects.requireNonNull(id, "transferId");
            return this;
        }

        /**
         * Gives an uploaded file another name: default its own.
         *
         * @param name a base name that means the same on every system
         * @return this
         */
        public Builder fileName(String name) {
            this.fileName = Objects.requireNonNull(name, "fileName");
            return this;
        }

        /**
         * Has the receiver keep nothing of an upload whose connection is lost: default it is asked to keep the part for 10
         * minutes, in which the same upload goes on from there.
         *
         * @return this
         */
        public Builder noResume() {
            this.resumable = false;
            return this;
        }

        /**
         * Lets a download replace a file that is there: default it fails with {@code CONFLICT}.
         *
         * @return this
         */
        public Builder replaceExisting() {
            this.replaceExisting = true;
            return this;
        }

        /**
         * Ends a transfer whose other side makes no progress: default 30 s.
         *
         * @param longest 1 ms to one hour
         * @return this
         */
        public Builder stallTimeout(Duration longest) {
            this.stallTimeout = Objects.requireNonNull(longest, "stallTimeout");
            return this;
        }

        /**
         * Tells of progress: default nobody. Called about every 256 KiB and at the end, on the threads that read and write
         * files, so it must be quick.
         *
         * @param observer told
         * @return this
         */
        public Builder observer(Consumer<TransferProgress> observer) {
            this.observer = Objects.requireNonNull(observer, "observer");
            return this;
        }

        /**
         * Checks every setting.
         *
         * @return immutable options
         * @throws IllegalArgumentException naming the setting, its value and the allowed range
         */
        public TransferOptions build() {
            ClientLimits.inRange("chunkSize", chunkSize, 1, MAX_CHUNK);
            ClientLimits.positive("stallTimeout", stallTimeout, Duration.ofHours(1));
            if (stallTimeout.toMillis() < 1) {
                throw new IllegalArgumentException("stallTimeout is " + stallTimeout + ", allowed is 1 ms at least");
            }
            if (transferId != null) {
                ClientLimits.inRange("length of transferId", transferId.length(), 1, MAX_ID);
            }
            return new TransferOptions(new Builder(this));
        }
    }
}
