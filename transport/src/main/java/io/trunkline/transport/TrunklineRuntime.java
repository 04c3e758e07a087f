package io.trunkline.transport;

import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.Ticker;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Owns the threads on which connections live: event loops, workers, and a few for what blocks on the system.
 *
 * <p>Share one between servers, clients and tests, or give none: a server then makes its own, and all clients without one
 * share a single loop that ends with the last of them. The threads of a runtime keep the JVM alive until it is closed, so
 * that a server whose {@code main} returns goes on; those of the clients' shared one do not.
 *
 * <p>Thread-safe. Whoever builds it closes it.
 */
public final class TrunklineRuntime implements AutoCloseable {
    static {
        RuntimeCore.grantAccess(runtime -> runtime.core);
    }

    private final RuntimeCore core;

    private TrunklineRuntime(Builder builder) {
        this.core = RuntimeCore.start(builder.loops, builder.workers, Ticker.SYSTEM, false);
    }

    /**
     * Starts a runtime with the default settings.
     *
     * @return close it after use
     */
    public static TrunklineRuntime create() {
        return builder().build();
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
     * Closes every connection and listener on it, ends every thread it owns and waits for them.
     *
     * <p>Handlers get 1 s to finish before they are interrupted. Never throws; doing it again has no effect. Called on one
     * of its own threads it does not wait for that one. An executor that was given to the builder is left alone.
     */
    @Override
    public void close() {
        core.close();
    }

    /** Collects settings; caller-confined. */
    public static final class Builder {
        /** More loops than this share cores and gain nothing; each costs a selector and two buffers. */
        private static final int MAX_LOOPS = 256;

        private int loops = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
        private @Nullable Executor workers;

        private Builder() {}

        /**
         * Sets the number of event loops: default one per core. A connection stays on one loop for its whole life.
         *
         * @param loops 1 to 256
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder loops(int loops) {
            if (loops < 1 || loops > MAX_LOOPS) {
                throw new IllegalArgumentException("loops is 1 to " + MAX_LOOPS + ": " + loops);
            }
            this.loops = loops;
            return this;
        }

        /**
         * Sets where handlers run: default virtual threads on JDK 21 and later, 128 threads with a queue of 1,024 before.
         *
         * <p>Closing the runtime leaves it running. One that rejects makes the peer see BUSY.
         *
         * @param workers must not run tasks on the calling thread
         * @return this
         */
        public Builder workers(Executor workers) {
            this.workers = Objects.requireNonNull(workers, "workers");
            return this;
        }

        /**
         * Starts the event loops; the other threads start with their first task.
         *
         * @return close it after use
         */
        public TrunklineRuntime build() {
            return new TrunklineRuntime(this);
        }
    }
}
