package io.trunkline.transport.internal.tls;

import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.RuntimeCore;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has files looked at in turn, without a thread of its own.
 *
 * <pre>{@code
 * WAITING (a deadline of a loop) ──time──▶ LOOKING (on a blocking thread) ──done──▶ WAITING
 *    └──────────────── close, or the loop ends ────┴──▶ ENDED
 * }</pre>
 *
 * <p>Loop-confined, except {@link #start} and {@link #close}.
 */
public final class TlsReloader extends Deadline implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TlsReloader.class);

    private final EventLoop loop;
    private final Executor blocking;
    private final TlsEngines engines;
    private final long period;
    private volatile boolean closed;

    TlsReloader(EventLoop loop, Executor blocking, TlsEngines engines, Duration period) {
        this.loop = loop;
        this.blocking = blocking;
        this.engines = engines;
        this.period = period.toNanos();
    }

    /** Begins to look if the options say so; null if not. Close it with the listener or client. */
    public static @Nullable TlsReloader start(RuntimeCore core, @Nullable TlsEngines engines) {
        Duration period = engines == null ? null : engines.reloadEvery().orElse(null);
        if (engines == null || period == null) {
            return null;
        }
        TlsReloader reloader = new TlsReloader(core.nextLoop(), core.blocking(), engines, period);
        reloader.await();
        return reloader;
    }

    void await() {
        loop.tryExecute(this::schedule);
    }

    private void schedule() {
        if (!closed) {
            loop.schedule(this, loop.nanos() + period);
        }
    }

    @Override
    protected void onDeadline() {
        try {
            blocking.execute(this::look);
        } catch (RejectedExecutionException e) {
            log.debug("event=tls-reload-postponed", e); // All blocking threads are busy: the next time will do.
            schedule();
        }
    }

    private void look() {
        try {
            engines.reloadIfChanged();
        } finally {
            await();
        }
    }

    /** Looks no more; one look that is under way may still end. Again, it has no effect. */
    @Override
    public void close() {
        closed = true;
        loop.tryExecute(() -> loop.cancel(this));
    }
}
