package io.trunkline.client.internal;

import io.trunkline.transport.internal.OrderlyDeadline;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One request in flight: its place in the table, its deadline, and its end.
 *
 * <pre>{@code
 * PENDING ──answer──────────────▶ ENDED   whoever sets the outcome first has ended the call;
 *    │──timeout, cancel, interrupt──▶ ▲   everybody else was too late and changes nothing
 *    └──connection lost, close────────┘
 * }</pre>
 *
 * <p>Thread-safe: one compare-and-set of the outcome decides between answer, timeout, cancel and close, and publishes the
 * result to whoever waits. {@link #next} is guarded by the table's stripe, the deadline belongs to the loop.
 *
 * @param <R> what the answer binds to
 */
abstract class CallEntry<R> extends OrderlyDeadline {
    /** An object less beside each call: one of twenty that a request costs. */
    private static final VarHandle OUTCOME = outcomeHandle();

    final long idHigh;
    final long idLow;

    /** The next call in the same bucket. Guarded by the table's stripe. */
    @Nullable
    CallEntry<?> next;

    private volatile @Nullable Outcome<R> outcome;

    CallEntry(long idHigh, long idLow) {
        this.idHigh = idHigh;
        this.idLow = idLow;
    }

    private static VarHandle outcomeHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(CallEntry.class, "outcome", Outcome.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Ends the call, unless it has ended; true for the one caller who did. */
    final boolean settle(Outcome<R> end) {
        if (!OUTCOME.compareAndSet(this, null, end)) {
            return false;
        }
        settled(end);
        return true;
    }

    /** Tells how it ended, or null while it is pending. */
    final @Nullable Outcome<R> outcome() {
        return outcome;
    }

    /** Wakes whoever waits; called once, by the thread that ended the call. */
    abstract void settled(Outcome<R> end);
}
