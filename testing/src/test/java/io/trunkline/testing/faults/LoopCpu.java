package io.trunkline.testing.faults;

import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.RuntimeCore;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import static org.awaitility.Awaitility.await;

/** I6: what loops with nothing to do cost. */
final class LoopCpu {
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final long CALM_NANOS = WINDOW.toNanos() * 3 / 10;

    private LoopCpu() {}

    /** Waits for one second in which each loop ran for less than 0.3 s; a loop that spins never has one. */
    static void awaitCalm(RuntimeCore core) {
        for (EventLoop loop : core.loops()) {
            awaitCalm(CompletableFuture.supplyAsync(() -> Thread.currentThread().getId(), loop)
                    .join());
        }
    }

    private static void awaitCalm(long thread) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] last = {threads.getThreadCpuTime(thread)};
        await().atMost(Duration.ofSeconds(20))
                .pollDelay(WINDOW)
                .pollInterval(WINDOW)
                .until(() -> {
                    long before = last[0];
                    last[0] = threads.getThreadCpuTime(thread);
                    return last[0] - before < CALM_NANOS;
                });
    }
}
