package io.trunkline.transport.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The relay between a loop and workers that have threads. */
class WorkerRelayIT {
    private static final int SECONDS = 20;

    private final RuntimeCore core = RuntimeCore.start(1, null, Ticker.SYSTEM, true);
    private final EventLoop loop = core.loops().get(0);
    private final WorkerRelay relay = core.relayOf(loop);

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void everyTaskRunsOnceWhateverTheMoment() {
        int tasks = 50_000;
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < tasks; i++) {
            loop.execute(() -> relay.add(ran::incrementAndGet));
        }
        Awaitility.await()
                .atMost(SECONDS, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(ran).hasValue(tasks));
    }

    @Test
    void tasksThatWaitForEachOtherAllGetAWorker() throws InterruptedException {
        int tasks = 40;
        CountDownLatch together = new CountDownLatch(tasks);
        CountDownLatch done = new CountDownLatch(tasks);
        loop.execute(() -> {
            for (int i = 0; i < tasks; i++) {
                relay.add(() -> {
                    together.countDown();
                    awaitAll(together);
                    done.countDown();
                });
            }
        });
        assertThat(done.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitAll(CountDownLatch together) {
        try {
            if (!together.await(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("only some have a worker; missing: " + together.getCount());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
