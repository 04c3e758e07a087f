package io.trunkline.server.internal.observe;

import io.trunkline.server.ServerObserver;
import io.trunkline.server.internal.handler.HandlerScope;
import io.trunkline.transport.Connection;
import io.trunkline.transport.internal.LoggedFailure;
import io.trunkline.transport.internal.OutageLog;
import io.trunkline.transport.internal.Ticker;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one observer on the workers, one event at a time and in order; what it throws ends there.
 *
 * <pre>{@code
 * IDLE ──offer──▶ SCHEDULED (on a worker) ──no event left──▶ IDLE
 *   ▲                 └─ workers reject: the events wait for the next offer, or for the end ─┐
 *   └────────────────────────────────────────────────────────────────────────────────────────┘
 * }</pre>
 *
 * <p>Thread-safe; the queue is guarded by {@code this}, which is never held while the observer is called.
 */
final class ObserverQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ObserverQueue.class);

    /** Enough for every connection of a busy server to end at once; some hundred KiB of events. */
    static final int CAPACITY = 8_192;

    /** Events per run, so that an observer shares a bounded pool with the handlers. */
    private static final int EVENTS_PER_RUN = 64;

    private final ServerObserver observer;
    private final Executor workers;
    private final Queue<Consumer<ServerObserver>> events = new ArrayDeque<>();
    private final LongAdder dropped = new LongAdder();
    private final OutageLog failures;
    private final PendingDrops drops = new PendingDrops(this::offer);
    private boolean scheduled;

    ObserverQueue(ServerObserver observer, Executor workers, Ticker ticker) {
        this.observer = observer;
        this.workers = workers;
        this.failures = new OutageLog(ticker);
    }

    /** Adds an event behind those that wait; where too many wait, it is counted and dropped: then false. */
    boolean offer(Consumer<ServerObserver> event) {
        synchronized (this) {
            if (events.size() >= CAPACITY) {
                dropped.increment();
                return false;
            }
        }
        offerLast(event);
        return true;
    }

    /** Adds an event that must not be missed, as the end must not. */
    void offerLast(Consumer<ServerObserver> event) {
        synchronized (this) {
            events.add(event);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        schedule();
    }

    void offerDrops(Connection connection, long frames) {
        drops.add(connection, frames);
    }

    private void schedule() {
        try {
            workers.execute(this::run);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                scheduled = false;
            }
        }
    }

    private void run() {
        for (int i = 0; i < EVENTS_PER_RUN; i++) {
            Consumer<ServerObserver> event = next();
            if (event == null) {
                return;
            }
            tell(event);
        }
        schedule();
    }

    private synchronized @Nullable Consumer<ServerObserver> next() {
        Consumer<ServerObserver> event = events.poll();
        scheduled = event != null;
        return event;
    }

    private void tell(Consumer<ServerObserver> event) {
        try {
            HandlerScope.run(() -> event.accept(observer));
        } catch (Throwable e) {
            long before = failures.next();
            if (before != OutageLog.SILENT) {
                LOG.warn("event=observer-failed observer={} more={}", observer.getClass(), before, LoggedFailure.of(e));
            }
        }
    }

    /** Runs what the workers have refused, on the caller's thread; for the end, when nothing will be offered any more. */
    void runLeft() {
        synchronized (this) {
            if (scheduled || events.isEmpty()) {
                return;
            }
            scheduled = true;
        }
        Consumer<ServerObserver> event;
        while ((event = next()) != null) {
            tell(event);
        }
    }

    long dropped() {
        return dropped.sum();
    }
}
