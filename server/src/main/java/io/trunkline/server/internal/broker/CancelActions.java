package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.handler.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the actions of one call once it is cancelled; later ones at once.
 *
 * <p>They run on a worker, in the order in which they were added; one that throws does not keep the others from running.
 * Guarded by itself, and nothing is called under that lock.
 */
final class CancelActions {
    private static final Logger LOG = LoggerFactory.getLogger(CancelActions.class);

    private final Executor workers;
    private @Nullable List<Runnable> actions = new ArrayList<>(0);

    CancelActions(Executor workers) {
        this.workers = workers;
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
        if (!Workers.tryExecute(workers, () -> due.forEach(CancelActions::guard))) {
            LOG.warn("{} onCancel actions were dropped: no worker is free", due.size());
        }
    }

    private static void guard(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.warn("an onCancel action failed", e);
        }
    }
}
