package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.handler.RouteLog;
import io.trunkline.server.internal.handler.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the actions of one call once it is cancelled; later ones at once.
 *
 * <p>They run on a worker, in the order in which they were added; one that throws does not keep the others from running. A peer
 * that cancels much must not fill the log: what goes wrong is told by its route's {@link RouteLog}.
 * Guarded by itself, and nothing is called under that lock.
 */
final class CancelActions {
    private final Executor workers;
    private final RouteLog log;
    private @Nullable List<Runnable> actions = new ArrayList<>(0);

    CancelActions(Executor workers, RouteLog log) {
        this.workers = workers;
        this.log = log;
    }

    void add(Runnable action) {
        synchronized (this) {
            if (actions != null) {
                actions.add(action);
                return;
            }
        }
        runOnWorker(List.of(action));
    }

    void run() {
        List<Runnable> due;
        synchronized (this) {
            due = actions == null ? List.of() : actions;
            actions = null;
        }
        if (!due.isEmpty()) {
            runOnWorker(due);
        }
    }

    private void runOnWorker(List<Runnable> due) {
        if (!Workers.tryExecute(workers, () -> due.forEach(this::guard))) {
            log.cancelActionsDropped(due.size());
        }
    }

    private void guard(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            log.failed("cancel-action-failed", e);
        }
    }
}
