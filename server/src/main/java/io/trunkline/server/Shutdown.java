package io.trunkline.server;

import io.trunkline.server.internal.Drain;
import io.trunkline.server.internal.SecondSignal;
import io.trunkline.server.internal.handler.HandlerScope;
import io.trunkline.transport.internal.RuntimeCore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a server once, whoever asks first.
 *
 * <pre>{@code
 * RUNNING ──begin──▶ DRAINING (on trunkline-shutdown) ──▶ CLOSED
 *    └──closeNow──▶ the same with no grace; during a drain it ends the waiting
 * }</pre>
 *
 * <p>Thread-safe. The drain has a thread of its own since it waits, and since it ends all others.
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    /** What observers get to hear of the end, before their threads go. */
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerParts parts;
    private final Duration configuredGrace;
    private final Drain drain;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<DrainReport> done = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "trunkline-shutdown");
    private Duration grace = Duration.ZERO;

    Shutdown(ServerParts parts, Duration configuredGrace) {
        this.parts = parts;
        this.configuredGrace = configuredGrace;
        this.drain = new Drain(parts.listeners(), parts.connections(), parts.broker(), RuntimeCore.of(parts.runtime()));
    }

    boolean isClosed() {
        return done.isDone();
    }

    void whenClosed(Runnable action) {
        CompletableFuture<DrainReport> unused = done.whenComplete((report, failure) -> action.run());
    }

    CompletableFuture<DrainReport> begin(Duration allowed) {
        beginOnce(allowed);
        return done;
    }

    private void beginOnce(Duration allowed) {
        if (begun.compareAndSet(false, true)) {
            grace = allowed; // seen by the thread, since it starts after
            thread.start();
        }
    }

    private void run() {
        long began = System.nanoTime();
        LOG.info("event=draining listeners={} grace={}", parts.listeners(), grace);
        parts.watching().observation().drainBegun(grace);
        try {
            Drain.Outcome outcome = drain.run(grace.toNanos());
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            DrainReport report =
                    new DrainReport(outcome.connections(), outcome.cutConnections(), outcome.cutRequests(), took);
            parts.watching().observation().drainEnded(report, TELL_NANOS);
            closeRuntime();
            LOG.info("event=closed report={}", report);
            done.complete(report);
        } catch (Throwable e) {
            LOG.error("event=close-failed", e);
            closeRuntime();
            done.completeExceptionally(e);
        }
    }

    private void closeRuntime() {
        if (parts.ownsRuntime()) {
            parts.runtime().close();
        }
    }

    void closeNow() {
        beginOnce(Duration.ZERO);
        drain.hurry();
        join();
    }

    void closeAndWait() {
        beginOnce(configuredGrace);
        join();
    }

    /** Waits for the end and for the thread that brought it, except where that would wait for the caller itself. */
    private void join() {
        if (HandlerScope.isInside() || Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (!done.isDone() || thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // An interrupt asks us not to wait for peers; the end itself is near then.
                interrupted = true;
                drain.hurry();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes when the JVM is told to end; the hook goes when the server does. */
    void onJvmExit() {
        Thread hook = new Thread(this::closeForExit, "trunkline-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        whenClosed(() -> removeHook(hook));
    }

    private void closeForExit() {
        SecondSignal.onNext(drain::hurry);
        closeAndWait();
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("event=exiting"); // The JVM is ending, and the hook with it.
        }
    }
}
