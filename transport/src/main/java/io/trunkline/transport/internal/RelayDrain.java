package io.trunkline.transport.internal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One worker's visit to a {@link WorkerRelay}: runs its tasks one after the other, until none is left.
 *
 * <pre>{@code
 *                                   ┌──a task came in between──┐
 *                                   ▼                          │
 * WAITING ──a worker takes it──▶ MOVING ──no task is left──▶ LEAVING ──▶ OVER
 *    ▲                             │ ▲                         ▲
 *    │ 256 tasks: behind others    │ │ its task has returned   │
 *    └─────────────────────────────┤ │                         │
 *                                  ▼ │                         │
 *                                 STUCK ───────────────────────┘   said by the relay, which then does not count on it
 * }</pre>
 *
 * <p>Thread-safe: run by a worker, looked at by the loop. The state moves by compare-and-set.
 */
final class RelayDrain implements Runnable {
    /** Tasks in a row, so that a busy loop shares a bounded pool of workers with others. */
    static final int TASKS_PER_VISIT = 256;

    private enum State {
        WAITING,
        MOVING,
        STUCK,
        LEAVING,
        OVER
    }

    private final WorkerRelay relay;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private volatile @Nullable Thread thread;

    /** Written by the worker that runs it alone. */
    private volatile long begun;

    /** The loop's: how many it had begun at its last look, and how many looks have seen no other number. */
    private long seen = -1;

    private int still;

    RelayDrain(WorkerRelay relay) {
        this.relay = relay;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        state.set(State.MOVING);
        do {
            for (int i = 0; i < TASKS_PER_VISIT; i++) {
                Runnable task = relay.take();
                if (task == null) {
                    if (hasEnded()) {
                        return;
                    }
                } else {
                    begin();
                    relay.run(task);
                    returned();
                }
            }
        } while (!goesBehindOthers());
    }

    private void begin() {
        long before = begun; // One thread at a time writes it.
        begun = before + 1;
    }

    private void returned() {
        if (state.get() == State.STUCK) {
            state.set(State.MOVING);
            relay.counts(1);
        }
    }

    /** Looks once more after it has said that it goes: whoever added a task before that has counted on it. */
    private boolean hasEnded() {
        if (state.compareAndSet(State.MOVING, State.LEAVING)) {
            relay.counts(-1);
        } else {
            state.set(State.LEAVING); // It was taken for stuck in this moment, and is not counted any more.
        }
        boolean over = !relay.takesOver();
        state.set(over ? State.OVER : State.MOVING);
        return over;
    }

    private boolean goesBehindOthers() {
        if (!state.compareAndSet(State.MOVING, State.WAITING)) {
            returned();
            return false;
        }
        if (relay.trySubmit(this)) {
            return true;
        }
        state.set(State.MOVING);
        return false;
    }

    boolean isOver() {
        return state.get() == State.OVER;
    }

    /** Whether no worker has taken it yet: more of them would wait behind it. */
    boolean isWaiting() {
        return state.get() == State.WAITING;
    }

    /** The tasks that it has begun. */
    long begun() {
        return begun;
    }

    /** The loop's, once per look: whether it has been in one task for so long that nobody should count on it. */
    boolean isStuckNow(int patience) {
        long now = begun;
        still = now == seen ? still + 1 : 0;
        seen = now;
        return still >= (isBlocked() ? 1 : patience) && state.compareAndSet(State.MOVING, State.STUCK);
    }

    /** A thread that runs may only wait for a processor; one that waits for something else will do so for long. */
    private boolean isBlocked() {
        Thread running = thread;
        return running != null && running.getState() != Thread.State.RUNNABLE;
    }
}
