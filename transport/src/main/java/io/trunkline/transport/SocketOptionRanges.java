package io.trunkline.transport;

import java.time.Duration;

/** What each socket option may be, and the error that says so. */
final class SocketOptionRanges {
    /** Linux refuses more. */
    static final int MAX_PROBES = 127;

    /** What the kernel keeps in a word of 16 bits. */
    static final int MAX_BACKLOG = 65_535;

    /** Below this, kernels round up anyway; above the next, one connection could hold the machine's memory. */
    private static final int MIN_BUFFER = 1024;

    private static final int MAX_BUFFER = 64 * 1024 * 1024;

    /** Linux refuses more. */
    private static final int MAX_SECONDS = 32_767;

    private SocketOptionRanges() {}

    static void checkBuffer(String name, int bytes) {
        if (bytes < MIN_BUFFER || bytes > MAX_BUFFER) {
            throw new IllegalArgumentException(name + " is " + MIN_BUFFER + " to " + MAX_BUFFER + " bytes: " + bytes);
        }
    }

    static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + least + " to " + most + ": " + value);
        }
    }

    static void checkSeconds(String name, Duration time) {
        if (time.getNano() != 0 || time.getSeconds() < 1 || time.getSeconds() > MAX_SECONDS) {
            throw new IllegalArgumentException(name + " is 1 to " + MAX_SECONDS + " whole seconds: " + time);
        }
    }
}
