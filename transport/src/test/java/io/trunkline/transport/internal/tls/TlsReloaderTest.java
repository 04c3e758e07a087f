package io.trunkline.transport.internal.tls;

import io.trunkline.transport.manual.ManualLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class TlsReloaderTest {
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final ManualLoop manual = new ManualLoop();
    private final Queue<Runnable> blocking = new ArrayDeque<>();
    private final CountingEngines engines = new CountingEngines();
    private boolean rejects;
    private final TlsReloader reloader = new TlsReloader(manual.loop(), this::block, engines, PERIOD);

    private void block(Runnable task) {
        if (rejects) {
            throw new RejectedExecutionException("full");
        }
        blocking.add(task);
    }

    @AfterEach
    void leavesNothingOnTheLoop() {
        reloader.close();
        manual.close();
    }

    private void begin() {
        reloader.await();
        manual.turn();
    }

    private void runBlocking() {
        for (Runnable task = blocking.poll(); task != null; task = blocking.poll()) {
            task.run();
        }
        manual.turn();
    }

    @Test
    void filesAreLookedAtOffTheLoopOncePerPeriod() {
        begin();

        manual.advance(PERIOD.minusMillis(1));
        assertThat(blocking).isEmpty();
        manual.advance(Duration.ofMillis(1));
        assertThat(blocking).hasSize(1);
        assertThat(engines.looks).as("the loop itself reads no file").isZero();
        runBlocking();
        assertThat(engines.looks).isEqualTo(1);
        manual.advance(PERIOD);
        runBlocking();
        assertThat(engines.looks).isEqualTo(2);
    }

    @Test
    void slowLookIsNotOvertakenByTheNext() {
        begin();
        manual.advance(PERIOD);

        manual.advance(PERIOD.multipliedBy(10));

        assertThat(blocking).hasSize(1);
    }

    @Test
    void fullBlockingThreadsOnlyPostponeIt() {
        begin();
        rejects = true;
        manual.advance(PERIOD);
        rejects = false;

        manual.advance(PERIOD);

        assertThat(blocking).hasSize(1);
    }

    @Test
    void closedOneLooksNoMoreAlsoIfALookWasUnderWay() {
        begin();
        manual.advance(PERIOD);

        reloader.close();
        runBlocking();
        manual.advance(PERIOD.multipliedBy(2));

        assertThat(blocking).isEmpty();
        assertThat(engines.looks).isEqualTo(1);
    }

    /** Counts how often it was asked to look. */
    private static final class CountingEngines implements TlsEngines {
        int looks;

        @Override
        public TlsEngine newEngine(@Nullable String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reloadIfChanged() {
            looks++;
        }
    }
}
