package io.trunkline.server.internal.broker;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection by their ids, without an object per request or look-up: a request is its own chain link.
 *
 * <pre>{@code
 * bucket ─▶ request ─next▶ request ─next▶ null       twice as many buckets once there are as many requests
 * }</pre>
 *
 * <p>One that has ended counts as gone, whether or not it has been removed: its answer may come from another thread.
 * Loop-confined, but for {@link #all}, which looks again if the chains were strung anew meanwhile.
 */
final class RunningTable {
    private static final int FIRST_BUCKETS = 8;

    private @Nullable RunningRequest[] buckets = new @Nullable RunningRequest[0];
    private int size;

    /** Odd while the chains are strung anew. */
    private volatile int strung;

    /** The running request of this id, or null. */
    @Nullable
    RunningRequest find(RequestHead head) {
        RunningRequest at = size == 0 ? null : buckets[bucketOf(head)];
        while (at != null && !isSought(at, head)) {
            at = at.next;
        }
        return at;
    }

    private static boolean isSought(RunningRequest request, RequestHead head) {
        RequestHead known = request.head();
        return known.idLow() == head.idLow()
                && known.idHigh() == head.idHigh()
                && request.state() == RunningRequest.State.RUNNING;
    }

    void add(RunningRequest request) {
        if (size >= buckets.length) {
            grow();
        }
        link(request);
        size++;
    }

    /** Removes it; without effect if it has been removed. */
    void remove(RunningRequest request) {
        int bucket = size == 0 ? 0 : bucketOf(request.head());
        RunningRequest before = null;
        RunningRequest at = size == 0 ? null : buckets[bucket];
        while (at != null && at != request) {
            before = at;
            at = at.next;
        }
        if (at == null) {
            return;
        }
        // Its own link stays: whoever is looking at it from another thread finds the rest of the chain.
        if (before == null) {
            buckets[bucket] = at.next;
        } else {
            before.next = at.next;
        }
        size--;
    }

    int size() {
        return size;
    }

    /** Lists what is there, on any thread: every request that was added long enough ago and has not ended. */
    List<RunningRequest> all() {
        while (true) {
            int before = strung;
            List<RunningRequest> found = list();
            VarHandle.acquireFence(); // What was read of the chains was read before this second look.
            if (before % 2 == 0 && before == strung) {
                return found;
            }
            Thread.onSpinWait();
        }
    }

    private List<RunningRequest> list() {
        List<RunningRequest> found = new ArrayList<>();
        for (RunningRequest head : buckets) {
            for (RunningRequest at = head; at != null; at = at.next) {
                found.add(at);
            }
        }
        return found;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // The loop alone writes it.
    private void grow() {
        strung++;
        @Nullable RunningRequest[] old = buckets;
        buckets = new @Nullable RunningRequest[Math.max(FIRST_BUCKETS, 2 * old.length)];
        for (RunningRequest head : old) {
            RunningRequest at = head;
            while (at != null) {
                RunningRequest following = at.next;
                link(at);
                at = following;
            }
        }
        strung++;
    }

    private void link(RunningRequest request) {
        int bucket = bucketOf(request.head());
        request.next = buckets[bucket];
        VarHandle.releaseFence(); // Whoever finds it in all() finds it whole.
        buckets[bucket] = request;
    }

    private int bucketOf(RequestHead head) {
        long mixed = (head.idHigh() ^ head.idLow()) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & (buckets.length - 1);
    }
}
