package io.trunkline.transport;

import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.RuntimeSettings;
import io.trunkline.transport.internal.Ticker;
import java.time.Duration;
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
        this.core = RuntimeCore.start(new RuntimeSettings(
                builder.loops, builder.workers, Ticker.SYSTEM, false, builder.spin.toNanos(), builder.memoryBudget));
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
     * Tells what the connections on it hold at the moment: unfinished frames, what handlers have not taken yet, and bytes
     * that peers have not read.
     *
     * @return bytes, up to 4 KiB per connection and direction behind the truth
     */
    public long memoryUsed() {
        return core.memory().used();
    }

    /**
     * Tells what they may hold.
     *
     * @return bytes; a quarter of the largest heap unless set
     */
    public long memoryBudget() {
        return core.memory().limit();
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
        /** One frame of the default size must fit. */
        private static final long MIN_MEMORY = 1024 * 1024;

        /** A sleep and its wake-up cost some 50 µs; who spins for 20 times that gains nothing more. */
        private static final Duration MAX_SPIN = Duration.ofMillis(1);

        private int loops = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
        private @Nullable Executor workers;
        private long memoryBudget = MemoryBudget.defaultLimit();
        private Duration spin = Duration.ZERO;

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
         * <p>Closing the runtime leaves it running. While it rejects, requests to a broker get BUSY, and frame connections are
         * not read.
         *
         * @param workers must not run tasks on the calling thread
         * @return this
         */
        public Builder workers(Executor workers) {
            this.workers = Objects.requireNonNull(workers, "workers");
            return this;
        }

        /**
         * Bounds what connections may hold together: default a quarter of the largest heap.
         *
         * <p>From 80 % on, those that leave most unread are not read, until they have read all of it or 60 % are reached. At
         * 100 % new requests are refused with {@code SERVICE_UNAVAILABLE} and the slowest reader is closed, one after the
         * other. What handlers hold is not counted.
         *
         * @param bytes 1 MiB to the largest heap that this JVM may have
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder memoryBudget(long bytes) {
            long most = Runtime.getRuntime().maxMemory();
            if (bytes < MIN_MEMORY || bytes > most) {
                throw new IllegalArgumentException(
                        "memoryBudget is " + MIN_MEMORY + " to the largest heap, " + most + ": " + bytes);
            }
            this.memoryBudget = bytes;
            return this;
        }

        /**
         * Lets each loop look for work for so long before it sleeps: default not at all.
         *
         * <p>An answer that arrives meanwhile saves the wake-up of a thread, tens of microseconds. The price is a core: a loop
         * whose messages come more often than this never sleeps. Use fewer loops than cores, or the spinning ones take the
         * cores from the workers that they wait for.
         *
         * @param spin more than 0, up to 1 ms
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder spin(Duration spin) {
            if (spin.isNegative() || spin.isZero() || spin.compareTo(MAX_SPIN) > 0) {
                throw new IllegalArgumentException("spin is more than 0 and up to " + MAX_SPIN + ": " + spin);
            }
            this.spin = spin;
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
