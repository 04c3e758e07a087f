package io.trunkline.testing.faults;

import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.RuntimeCore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * What this process holds that a connection could leave behind.
 *
 * @param descriptors open files and sockets; 0 where the system does not tell
 * @param threads of ours, alive
 * @param directBytes in direct buffers
 * @param deadlines queued on the loops
 * @param budgetBytes charged to the memory budgets
 */
record Resources(long descriptors, long threads, long directBytes, int deadlines, long budgetBytes) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** The JDK keeps a direct buffer of at most 64 KiB per thread that has written from the heap. */
    private static final long THREAD_BUFFERS = 64 * 1024;

    static boolean tellsDescriptors() {
        return Files.isDirectory(DESCRIPTORS);
    }

    static Resources of(RuntimeCore... cores) {
        return new Resources(descriptorCount(), threadCount(), direct(), deadlineCount(cores), budget(cores));
    }

    private static long descriptorCount() {
        if (!tellsDescriptors()) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long threadCount() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("trunkline-"))
                .count();
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static int deadlineCount(RuntimeCore... cores) {
        int sum = 0;
        for (RuntimeCore core : cores) {
            for (EventLoop loop : core.loops()) {
                sum += CompletableFuture.supplyAsync(loop::deadlineCount, loop).join();
            }
        }
        return sum;
    }

    private static long budget(RuntimeCore... cores) {
        return Arrays.stream(cores).mapToLong(core -> core.memory().used()).sum();
    }

    /** Whether nothing was added since. */
    boolean isWithin(Resources before) {
        return descriptors <= before.descriptors
                && threads <= before.threads
                && directBytes <= before.directBytes + THREAD_BUFFERS
                && deadlines <= before.deadlines
                && budgetBytes <= before.budgetBytes;
    }
}
