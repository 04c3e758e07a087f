package io.trunkline.transport.internal;

/** Reads a monotonic clock: the only source of time for deadlines. Thread-safe. */
@FunctionalInterface
public interface Ticker {
    /** The machine's monotonic clock. */
    Ticker SYSTEM = System::nanoTime;

    /** Nanoseconds since some fixed moment; may be negative, so compare differences only. */
    long nanos();
}
