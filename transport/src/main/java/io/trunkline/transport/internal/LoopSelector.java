package io.trunkline.transport.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a loop's channels and calls their owners when they are ready, each behind a guard.
 *
 * <p>Allocates nothing per event: the selector hands each key to one kept {@code Consumer}. Loop-confined, except
 * {@link #wakeUp} and {@link #rebuilds}.
 */
final class LoopSelector {
    private static final Logger log = LoggerFactory.getLogger(LoopSelector.class);

    /** A pause after a failed select: the failure may last, and must not burn a core. */
    private static final long FAILURE_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final String loop;
    private final SelectorSource source;
    private final LoopGuard guard;
    private final Ticker ticker;
    private final SelectOutage outage = new SelectOutage();
    private final Consumer<SelectionKey> onReady = this::ready;
    private final Queue<Runnable> afterSelect = new ArrayDeque<>();
    private volatile Selector selector;
    private volatile int rebuilds;
    private boolean interrupted;

    LoopSelector(String loop, SelectorSource source, LoopGuard guard, Ticker ticker) {
        this.loop = loop;
        this.source = source;
        this.guard = guard;
        this.ticker = ticker;
        try {
            this.selector = source.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector for " + loop + ": is the limit of open files reached?", e);
        }
    }

    /**
     * Ends the sleep, or the next one. Thread-safe.
     *
     * <p>One that meets a rebuild may wake the old selector: its task was added before, and the loop looks for tasks between
     * the rebuild and its next sleep.
     */
    void wakeUp() {
        selector.wakeup();
    }

    /** Serves what is ready now; tells whether there was anything. */
    boolean poll() {
        return select(0);
    }

    /** Sleeps until something is ready, the loop is woken, or the time is over, and serves it. */
    boolean await(long nanos) {
        return select((nanos + 999_999) / 1_000_000); // Rounded up: a deadline would else be polled for.
    }

    private boolean select(long millis) {
        boolean any = false;
        try {
            any = (millis == 0 ? selector.selectNow(onReady) : selector.select(onReady, millis)) > 0;
            if (outage.isOn()) {
                worked();
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        } finally {
            // A stray interrupt would make every further select return at once.
            interrupted = Thread.interrupted();
        }
        runAfterSelect();
        return any;
    }

    private void failed(Exception failure) {
        if (outage.failed(ticker.nanos())) {
            log.error("{} could not select; trying again every 10 ms, and saying so once", loop, failure);
        }
        pause();
    }

    private void worked() {
        long failures = outage.worked(ticker.nanos());
        if (failures > 0) {
            log.info("{} event=selects-again failures={}", loop, failures);
        }
    }

    /** Whether the last select may have been cut short by an interrupt. */
    boolean wasInterrupted() {
        return interrupted;
    }

    /** Lets the core go for a moment: something fails at once, again and again. */
    void pause() {
        LockSupport.parkNanos(FAILURE_PAUSE);
    }

    private void ready(SelectionKey behind) {
        if (!behind.channel().isOpen()) {
            behind.cancel(); // Its close had no memory to do so: it would be ready for ever.
            return;
        }
        LoopKey key = (LoopKey) behind.attachment();
        Selectable selectable = key.selectable();
        guard.enter(selectable);
        try {
            selectable.onReady(key);
        } catch (CancelledKeyException e) {
            log.trace("{}: a key was cancelled after it was selected", loop);
        } catch (Throwable e) {
            failed(selectable, e);
        } finally {
            guard.leave();
        }
    }

    private void failed(Selectable selectable, Throwable failure) {
        try {
            selectable.onFailure(failure);
        } catch (Throwable e) {
            guard.report("a failure could not be dealt with", e);
        }
    }

    LoopKey register(SelectableChannel channel, int ops, Selectable selectable) throws IOException {
        return LoopKey.register(channel, selector, ops, selectable);
    }

    /** Runs an action once the selector has let go of the channels that are closed by now: only then is a port free. */
    void afterNextSelect(Runnable action) {
        afterSelect.add(action);
    }

    boolean isAwaited() {
        return !afterSelect.isEmpty();
    }

    private void runAfterSelect() {
        Runnable action;
        while ((action = afterSelect.poll()) != null) {
            guard.run(action);
        }
    }

    int watchedCount() {
        return selector.keys().size();
    }

    /** The connections among what is watched; looks at every key. */
    List<TcpConnection> connections() {
        List<TcpConnection> found = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (((LoopKey) key.attachment()).selectable() instanceof TcpConnection connection) {
                found.add(connection);
            }
        }
        return found;
    }

    /** How often the selector was replaced. Thread-safe. */
    int rebuilds() {
        return rebuilds;
    }

    /** Replaces the selector and moves every channel over; owners keep their keys and notice nothing. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the loop writes it.
    void rebuild() {
        Selector old = selector;
        Selector fresh;
        try {
            fresh = source.open();
        } catch (IOException e) {
            log.error("{}: no new selector for one that spins; going on with that one, slowly", loop, e);
            pause();
            return;
        }
        rebuilds++;
        log.warn(
                "loop={} event=selector-rebuilt channels={} rebuilds={}: it returned {} times in a row for no reason",
                loop,
                old.keys().size(),
                rebuilds,
                SpinDetector.LIMIT);
        for (SelectionKey key : List.copyOf(old.keys())) {
            move((LoopKey) key.attachment(), fresh);
        }
        selector = fresh;
        close(old);
    }

    private void move(LoopKey key, Selector fresh) {
        try {
            if (key.isValid()) {
                key.moveTo(fresh);
            }
        } catch (IOException | RuntimeException e) {
            failed(key.selectable(), e);
        }
    }

    /** Closes everything that is watched. */
    void closeWatched() {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            try {
                ((LoopKey) key.attachment()).selectable().onLoopEnding();
            } catch (Throwable e) {
                guard.report("a channel could not be closed", e);
            }
        }
    }

    void close() {
        close(selector);
        runAfterSelect();
    }

    private void close(Selector closing) {
        try {
            closing.close();
        } catch (IOException e) {
            log.warn("{} could not close a selector", loop, e);
        }
    }
}
