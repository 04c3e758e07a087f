package io.trunkline.client.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Pairs request ids with the calls that wait for their answers, without an object per look-up.
 *
 * <p>Sixteen stripes of chained buckets; a call is its own chain link, so adding one allocates nothing. A call is added
 * before its bytes are written and leaves exactly once: taken by its answer, removed by its own end, or swept up by
 * {@link #close}.
 *
 * <p>Thread-safe. Each stripe is guarded by its own lock, under which nothing is called.
 */
final class InFlightTable {
    /** A caller that has so many unanswered requests gains nothing from one more; each costs about 200 bytes. */
    static final int MAX_CALLS = 65_536;

    private static final int STRIPE_BITS = 4;

    /** What came of {@link #add}. */
    enum Admission {
        ADDED,
        FULL,
        CLOSED
    }

    private final int maxCalls;
    private final AtomicInteger count = new AtomicInteger();
    private final Stripe[] stripes = new Stripe[1 << STRIPE_BITS];
    private volatile @Nullable Runnable onEmpty;

    InFlightTable() {
        this(MAX_CALLS);
    }

    InFlightTable(int maxCalls) {
        this.maxCalls = maxCalls;
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** Admits a call unless the table is full or closed. */
    Admission add(CallEntry<?> call) {
        if (count.incrementAndGet() > maxCalls) {
            release();
            return Admission.FULL;
        }
        boolean added = false;
        try {
            added = stripeOf(call.idHigh, call.idLow).add(call);
        } finally {
            if (!added) {
                release(); // Also where there was no memory to grow, or a close would wait for nobody's call.
            }
        }
        return added ? Admission.ADDED : Admission.CLOSED;
    }

    /** Takes the call that an answer belongs to, or null if nobody waits for it (any more). */
    @Nullable
    CallEntry<?> take(long idHigh, long idLow) {
        CallEntry<?> call = stripeOf(idHigh, idLow).take(idHigh, idLow);
        if (call != null) {
            release();
        }
        return call;
    }

    /** Removes a call that ended without an answer; false if it had left before. */
    boolean remove(CallEntry<?> call) {
        boolean removed = stripeOf(call.idHigh, call.idLow).remove(call);
        if (removed) {
            release();
        }
        return removed;
    }

    /** Refuses further calls, and leaves alone those that are in. */
    void refuse() {
        for (Stripe stripe : stripes) {
            stripe.refuse();
        }
    }

    /** Refuses further calls and hands out those that are left. */
    List<CallEntry<?>> close() {
        List<CallEntry<?>> left = new ArrayList<>();
        for (Stripe stripe : stripes) {
            stripe.close(left);
        }
        if (!left.isEmpty() && count.addAndGet(-left.size()) == 0) {
            announceEmpty();
        }
        return left;
    }

    /** Runs the task each time the table becomes empty from now on, and at once if it is; the task may run twice. */
    void onEmpty(Runnable task) {
        onEmpty = task;
        if (count.get() == 0) {
            task.run();
        }
    }

    /** Counts the calls; while calls come and go, up to the number of concurrent callers too many. */
    int size() {
        return count.get();
    }

    private void release() {
        if (count.decrementAndGet() == 0) {
            announceEmpty();
        }
    }

    private void announceEmpty() {
        Runnable task = onEmpty;
        if (task != null) {
            task.run();
        }
    }

    private static int spread(long idHigh, long idLow) {
        return (int) (((idHigh ^ idLow) * 0x9E37_79B9_7F4A_7C15L) >>> 32);
    }

    private Stripe stripeOf(long idHigh, long idLow) {
        return stripes[spread(idHigh, idLow) >>> (32 - STRIPE_BITS)];
    }

    /** One sixteenth of the table. Guarded by its own monitor. */
    private static final class Stripe {
        private CallEntry<?>[] buckets = new CallEntry<?>[16];
        private int size;
        private boolean closed;

        synchronized boolean add(CallEntry<?> call) {
            if (closed) {
                return false;
            }
            if (size >= buckets.length) {
                grow();
            }
            link(call);
            size++;
            return true;
        }

        synchronized @Nullable CallEntry<?> take(long idHigh, long idLow) {
            CallEntry<?> call = buckets[bucketOf(idHigh, idLow)];
            while (call != null && (call.idHigh != idHigh || call.idLow != idLow)) {
                call = call.next;
            }
            if (call != null) {
                unlink(call);
            }
            return call;
        }

        synchronized boolean remove(CallEntry<?> call) {
            return unlink(call);
        }

        synchronized void refuse() {
            closed = true;
        }

        synchronized void close(List<CallEntry<?>> left) {
            closed = true;
            for (CallEntry<?> head : buckets) {
                for (CallEntry<?> call = head; call != null; call = call.next) {
                    left.add(call);
                }
            }
            buckets = new CallEntry<?>[1];
            size = 0;
        }

        private int bucketOf(long idHigh, long idLow) {
            return spread(idHigh, idLow) & (buckets.length - 1);
        }

        private void link(CallEntry<?> call) {
            int bucket = bucketOf(call.idHigh, call.idLow);
            call.next = buckets[bucket];
            buckets[bucket] = call;
        }

        private boolean unlink(CallEntry<?> call) {
            int bucket = bucketOf(call.idHigh, call.idLow);
            CallEntry<?> before = null;
            CallEntry<?> at = buckets[bucket];
            while (at != null && at != call) {
                before = at;
                at = at.next;
            }
            if (at == null) {
                return false;
            }
            if (before == null) {
                buckets[bucket] = call.next;
            } else {
                before.next = call.next;
            }
            call.next = null;
            size--;
            return true;
        }

        private void grow() {
            CallEntry<?>[] old = buckets;
            buckets = new CallEntry<?>[old.length * 2];
            for (CallEntry<?> head : old) {
                CallEntry<?> call = head;
                while (call != null) {
                    CallEntry<?> following = call.next;
                    link(call);
                    call = following;
                }
            }
        }
    }
}
