package io.trunkline.micrometer;

import io.trunkline.server.ServerStats;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the figures of a server, looked at anew twice a second at most.
 *
 * <p>A registry reads some forty meters in a row, and each look walks over every connection. Thread-safe: guarded by
 * {@code this}.
 */
final class Snapshots {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Supplier<ServerStats> server;
    private final LongSupplier nanos;
    private @Nullable ServerStats last;
    private long takenAt;

    Snapshots(Supplier<ServerStats> server, LongSupplier nanos) {
        this.server = server;
        this.nanos = nanos;
    }

    synchronized ServerStats get() {
        long now = nanos.getAsLong();
        ServerStats stats = last;
        if (stats == null || now - takenAt >= FRESH_NANOS) {
            stats = server.get();
            last = stats;
            takenAt = now;
        }
        return stats;
    }
}
