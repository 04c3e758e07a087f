package io.trunkline.transport.internal;

import io.trunkline.TrunklineException;
import org.jspecify.annotations.Nullable;

/** Told once what became of one write. */
@FunctionalInterface
public interface WriteCallback {
    /**
     * Called without a lock, by the loop, or by the writing thread before {@code write} returns.
     *
     * @param failure null if the kernel has taken the last byte; else why not, and whether the first was taken
     */
    void onWritten(@Nullable TrunklineException failure);
}
