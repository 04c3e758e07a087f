package io.trunkline.micrometer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the figures of a server or a client, looked at anew twice a second at most.
 *
 * <p>A registry reads some forty meters in a row, and each look walks over every connection. Thread-safe: guarded by
 * {@code this}.
 *
 * @param <S> the figures
 */
final class Snapshots<S> {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Supplier<S> source;
    private final LongSupplier nanos;
    private @Nullable S last;
    private long takenAt;

    Snapshots(Supplier<S> source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    synchronized S get() {
        long now = nanos.getAsLong();
        S stats = last;
        if (stats == null || now - takenAt >= FRESH_NANOS) {
            stats = source.get();
            last = stats;
            takenAt = now;
        }
        return stats;
    }
}
