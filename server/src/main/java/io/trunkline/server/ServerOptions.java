package io.trunkline.server;

import io.trunkline.transport.TrunklineRuntime;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a whole server: threads, limits, and how long a shutdown may take.
 *
 * <p>What belongs to one listening socket is in {@link ListenOptions}. Immutable.
 */
public final class ServerOptions {
    private static final int MAX_LOOPS = 256;
    private static final Duration MAX_GRACE = Duration.ofHours(24);

    private final @Nullable TrunklineRuntime runtime;
    private final @Nullable Integer loops;
    private final @Nullable Executor workers;
    private final ServerLimits limits;
    private final BrokerOptions broker;
    private final Duration grace;

    private ServerOptions(Builder builder) {
        this.runtime = builder.runtime;
        this.loops = builder.loops;
        this.workers = builder.workers;
        this.limits = builder.limits;
        this.broker = builder.broker;
        this.grace = builder.grace;
        check();
    }

    private void check() {
        if (runtime != null && (loops != null || workers != null)) {
            throw new IllegalArgumentException(
                    "runtime brings its own threads: set loops and workers on it, not beside it");
        }
        if (loops != null && (loops < 1 || loops > MAX_LOOPS)) {
            throw new IllegalArgumentException("loops must be 1 to " + MAX_LOOPS + ": " + loops);
        }
        if (grace.isNegative() || grace.compareTo(MAX_GRACE) > 0) {
            throw new IllegalArgumentException("grace must be PT0S to " + MAX_GRACE + ": " + grace);
        }
    }

    /**
     * Gives the documented defaults.
     *
     * @return the same as {@code builder().build()}
     */
    public static ServerOptions defaults() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder of the caller's own
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from these values.
     *
     * @return a builder of the caller's own
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Gives the runtime that the server shares with others.
     *
     * @return empty if the server makes one and closes it
     */
    public Optional<TrunklineRuntime> runtime() {
        return Optional.ofNullable(runtime);
    }

    /**
     * Counts the event loops of the server's own runtime.
     *
     * @return empty for one per core
     */
    public OptionalInt loops() {
        return loops == null ? OptionalInt.empty() : OptionalInt.of(loops);
    }

    /**
     * Gives the executor that handlers run on.
     *
     * @return empty for the runtime's own: virtual threads on JDK 21 and later, a bounded pool before
     */
    public Optional<Executor> workers() {
        return Optional.ofNullable(workers);
    }

    /**
     * Gives the bounds of the broker.
     *
     * @return the defaults unless set
     */
    public ServerLimits limits() {
        return limits;
    }

    /**
     * Gives times and sizes of the broker.
     *
     * @return the defaults unless set
     */
    public BrokerOptions broker() {
        return broker;
    }

    /**
     * Bounds the drain that {@link TrunklineServer#close()} makes.
     *
     * @return 30 s unless set
     */
    public Duration grace() {
        return grace;
    }

    @Override
    public String toString() {
        return "ServerOptions[runtime=" + (runtime == null ? "own" : runtime) + ", loops="
                + (loops == null ? "per core" : loops) + ", workers=" + (workers == null ? "own" : workers)
                + ", limits=" + limits + ", broker=" + broker + ", grace=" + grace + "]";
    }

    /** Collects options; everything is checked in {@link #build()}. Caller-confined. */
    public static final class Builder {
        private @Nullable TrunklineRuntime runtime;
        private @Nullable Integer loops;
        private @Nullable Executor workers;
        private ServerLimits limits = ServerLimits.defaults();
        private BrokerOptions broker = BrokerOptions.defaults();
        private Duration grace = Duration.ofSeconds(30);

        private Builder() {}

        private Builder(ServerOptions from) {
            this.runtime = from.runtime;
            this.loops = from.loops;
            this.workers = from.workers;
            this.limits = from.limits;
            this.broker = from.broker;
            this.grace = from.grace;
        }

        /**
         * Shares the threads and the memory budget of a runtime, which the server then does not close.
         *
         * @param shared excludes {@link #loops} and {@link #workers}; by default the server makes its own
         * @return this
         */
        public Builder runtime(TrunklineRuntime shared) {
            this.runtime = Objects.requireNonNull(shared, "runtime");
            return this;
        }

        /**
         * Sets the number of event loops, each a thread that owns a share of the connections.
         *
         * @param count 1 to 256; one per core by default
         * @return this
         */
        public Builder loops(int count) {
            this.loops = count;
            return this;
        }

        /**
         * Runs handlers on an executor of the user's, which the server does not shut down. A handler that it rejects is
         * answered {@code SERVICE_UNAVAILABLE}, reason {@code BUSY}.
         *
         * @param executor must not run tasks on the calling thread, which is an event loop
         * @return this
         */
        public Builder workers(Executor executor) {
            this.workers = Objects.requireNonNull(executor, "workers");
            return this;
        }

        /**
         * Bounds requests, subscriptions and errors.
         *
         * @param bounds {@link ServerLimits#defaults()} by default
         * @return this
         */
        public Builder limits(ServerLimits bounds) {
            this.limits = Objects.requireNonNull(bounds, "limits");
            return this;
        }

        /**
         * Sets times and sizes of the broker.
         *
         * @param settings {@link BrokerOptions#defaults()} by default
         * @return this
         */
        public Builder broker(BrokerOptions settings) {
            this.broker = Objects.requireNonNull(settings, "broker");
            return this;
        }

        /**
         * Bounds the drain of {@link TrunklineServer#close()}: what is in flight then is cut.
         *
         * @param longest 0 to 24 hours; 30 s by default
         * @return this
         */
        public Builder grace(Duration longest) {
            this.grace = Objects.requireNonNull(longest, "grace");
            return this;
        }

        /**
         * Checks every option, alone and together.
         *
         * @return the options
         * @throws IllegalArgumentException naming the setting, the value and the allowed range
         */
        public ServerOptions build() {
            return new ServerOptions(this);
        }
    }
}
