package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.client.ClientObserver;
import io.trunkline.client.ClientState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log and the user's observer what becomes of a client.
 *
 * <p>Thread-safe. The observer runs on workers, one event at a time. Guarded by {@code lock}, under which nothing is called.
 */
final class ClientWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

    /** An observer that is so far behind will not catch up, and the events are few. */
    private static final int MAX_EVENTS = 1_024;

    private final String client;
    private final @Nullable ClientObserver observer;
    private final Executor workers;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Consumer<ClientObserver>> events = new ArrayDeque<>();
    private final LongAdder missed = new LongAdder();

    /** Frames dropped on the way out that the observer is about to hear of; more than 0 while that event waits. */
    private final AtomicLong untold = new AtomicLong();

    private boolean running;
    private volatile boolean outage;

    /**
     * @param client names it in the log
     * @param observer the user's, or null
     * @param workers run the observer; never refuse
     */
    ClientWatch(String client, @Nullable ClientObserver observer, Executor workers) {
        this.client = client;
        this.observer = observer;
        this.workers = workers;
    }

    /**
     * Moves the client's state, and tells of it: moves that race are told in the order in which they came.
     *
     * @param state moved here only
     * @param from the states that it may be in
     * @return false if it is in another
     */
    boolean move(AtomicReference<ClientState> state, Set<ClientState> from, ClientState to) {
        ClientState before;
        boolean tells;
        lock.lock();
        try {
            before = Objects.requireNonNull(state.get(), "never unset");
            if (!from.contains(before)) {
                return false;
            }
            state.set(to);
            tells = observer != null && addLocked(each -> each.onState(before, to)) && beginLocked();
        } finally {
            lock.unlock();
        }
        LOG.debug("client={} event=state from={} to={}", client, before, to);
        if (tells) {
            runObserver();
        }
        return true;
    }

    /** One line aloud per outage. */
    void retry(int attempt, Duration delay, RuntimeException why) {
        if (outage) {
            LOG.debug("client={} event=retry attempt={} in={} cause={}", client, attempt, delay, why.getMessage());
        } else {
            outage = true;
            LOG.warn(
                    "client={} event=disconnected attempt={} in={} cause={}; further attempts are logged at DEBUG",
                    client,
                    attempt,
                    delay,
                    why.getMessage());
        }
        tell(each -> each.onRetry(attempt, delay, why));
    }

    void connected(String peer) {
        if (outage) {
            outage = false;
            LOG.info("client={} event=connected-again conn={}", client, peer);
        }
    }

    /** Nothing to warn of: a connection lost by who was not to try at all, and the end of a runtime, which its user has closed. */
    void gaveUp(int attempts, RuntimeException why) {
        if (attempts > 0 && !(why instanceof ClosedException)) {
            LOG.warn("client={} event=gave-up attempts={} cause={}", client, attempts, why.getMessage());
        } else {
            LOG.debug("client={} event=ended attempts={} cause={}", client, attempts, why.getMessage());
        }
        tell(each -> each.onGaveUp(attempts, why));
    }

    void restoreFailed(String what, RuntimeException why) {
        LOG.warn("client={} event=not-restored what={} cause={}", client, what, why.getMessage());
        tell(each -> each.onRestoreFailed(what, why));
    }

    /** Told once for many: while the observer has not heard of one drop, those that follow are part of it. */
    void dropped(ActiveSubscription<?> subscription) {
        if (observer == null || !subscription.tellOfDrops()) {
            return;
        }
        boolean taken = tell(each -> {
            subscription.toldOfDrops();
            each.onDropped(subscription.pattern(), subscription.dropped());
        });
        if (!taken) {
            subscription.toldOfDrops(); // Missed with its event: those that follow have one of their own.
        }
    }

    /** Told once for many, as {@link #dropped} is: at most one such event waits, however many frames are dropped. */
    void outboundDropped(long frames) {
        if (observer == null || untold.getAndAdd(frames) != 0) {
            return;
        }
        if (!tell(each -> each.onOutboundDropped(untold.getAndSet(0)))) {
            untold.set(0); // As above.
        }
    }

    /** A publish that waited for a connection is lost. */
    void publishLost(String topic, RuntimeException why) {
        LOG.debug("client={} event=publish-lost topic={} cause={}", client, topic, why.getMessage());
    }

    /** Counts the events that the observer has missed. */
    long missed() {
        return missed.sum();
    }

    /** False if there is no observer, or it is too far behind to hear of it. */
    private boolean tell(Consumer<ClientObserver> event) {
        boolean taken;
        boolean tells;
        lock.lock();
        try {
            taken = observer != null && addLocked(event);
            tells = taken && beginLocked();
        } finally {
            lock.unlock();
        }
        if (tells) {
            runObserver();
        }
        return taken;
    }

    private boolean addLocked(Consumer<ClientObserver> event) {
        if (events.size() >= MAX_EVENTS) {
            missed.increment();
            return false;
        }
        events.add(event);
        return true;
    }

    /** Whether somebody has to be found who tells what waits. */
    private boolean beginLocked() {
        boolean idle = !running;
        running = true;
        return idle;
    }

    private void runObserver() {
        ClientObserver told = Objects.requireNonNull(observer, "somebody is told");
        workers.execute(() -> drain(told));
    }

    private void drain(ClientObserver told) {
        Consumer<ClientObserver> event;
        while ((event = next()) != null) {
            try {
                event.accept(told);
            } catch (Throwable e) {
                LOG.warn("client={} event=observer-failed", client, e);
            }
        }
    }

    private @Nullable Consumer<ClientObserver> next() {
        lock.lock();
        try {
            Consumer<ClientObserver> event = events.poll();
            running = event != null;
            return event;
        } finally {
            lock.unlock();
        }
    }
}
