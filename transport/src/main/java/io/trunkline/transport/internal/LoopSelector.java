package io.trunkline.transport.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a loop's channels and calls their owners when they are ready, each behind a guard. Loop-confined.
 *
 * <p>Allocates nothing per event: the selector hands each key to one kept {@code Consumer}.
 */
final class LoopSelector {
    private static final Logger log = LoggerFactory.getLogger(LoopSelector.class);

    /** A pause after a failed select: the failure may last, and must not burn a core. */
    private static final long FAILURE_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final String loop;
    private final Selector selector;
    private final Consumer<SelectionKey> onReady = this::ready;
    private final Queue<Runnable> afterSelect = new ArrayDeque<>();

    LoopSelector(String loop) {
        this.loop = loop;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector for " + loop + ": is the limit of open files reached?", e);
        }
    }

    /** For the wake-up alone, which is thread-safe. */
    Selector selector() {
        return selector;
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
        } catch (IOException | RuntimeException e) {
            log.error("{} could not select; trying again", loop, e);
            LockSupport.parkNanos(FAILURE_PAUSE);
        } finally {
            // A stray interrupt would make every further select return at once.
            Thread.interrupted();
        }
        runAfterSelect();
        return any;
    }

    private void ready(SelectionKey key) {
        Selectable selectable = (Selectable) key.attachment();
        try {
            selectable.onReady(key);
        } catch (CancelledKeyException e) {
            log.trace("{}: a key was cancelled after it was selected", loop);
        } catch (Throwable e) {
            failed(selectable, e);
        }
    }

    private void failed(Selectable selectable, Throwable failure) {
        try {
            selectable.onFailure(failure);
        } catch (Throwable e) {
            log.error("{}: a failure could not be dealt with", loop, e);
        }
    }

    SelectionKey register(SelectableChannel channel, int ops, Selectable selectable) throws IOException {
        return channel.register(selector, ops, selectable);
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
            try {
                action.run();
            } catch (Throwable e) {
                log.error("{}: a task failed", loop, e);
            }
        }
    }

    /** Closes everything that is watched. */
    void closeWatched() {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            try {
                ((Selectable) key.attachment()).onLoopEnding();
            } catch (Throwable e) {
                log.error("{}: a channel could not be closed", loop, e);
            }
        }
    }

    void close() {
        try {
            selector.close();
        } catch (IOException e) {
            log.warn("{} could not close its selector", loop, e);
        }
        runAfterSelect();
    }
}
