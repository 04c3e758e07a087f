package io.trunkline.benchmarks.macro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Weighs this process. */
final class Memory {
    /** The first collection leaves what was promoted too early, and what waits for a cleaner. */
    private static final int COLLECTIONS = 4;

    private static final long KIB = 1024;

    private Memory() {}

    /** The bytes of live objects. */
    static long heapAfterCollection() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(50); // For reference handlers and cleaners.
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** The bytes of this process that are in memory. Linux only. */
    static long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return KIB * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS in /proc/self/status");
    }
}
