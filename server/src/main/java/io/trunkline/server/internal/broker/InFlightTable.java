package io.trunkline.server.internal.broker;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The requests that subscribers are to answer, by the broker's ids and by target.
 *
 * <pre>{@code
 * add ─▶ WAITING ─┬─ remove (answered, target lost) ─▶ unknown: a second answer is INVALID_REQUEST_ID
 *                 └─ expire (timed out, caller gone) ─▶ remembered as late: its answer is counted and dropped, once
 * }</pre>
 *
 * <p>Thread-safe. A peer that goes costs what it was to answer, and not a look at all requests.
 */
final class InFlightTable {
    /** What an answer refers to. */
    enum Verdict {
        /** A request that waits for it. */
        EXPECTED,
        /** A request that its target was asked and that has ended without it. */
        LATE,
        /** Nothing, or a request that somebody else was asked. */
        UNKNOWN
    }

    /** What {@link #lookUp} found. */
    record Found(Verdict verdict, @Nullable ForwardedRequest request) {
        /** The request that waits, if one does. */
        ForwardedRequest expected() {
            return Objects.requireNonNull(request, "an expected answer has a request");
        }
    }

    static final Found UNKNOWN = new Found(Verdict.UNKNOWN, null);
    private static final Found LATE = new Found(Verdict.LATE, null);

    /** As many as may be in flight at once: an honest target's late answer is recognised for at least that many ends. */
    private static final int REMEMBERED = 10_000;

    private final Map<UUID, ForwardedRequest> waiting = new ConcurrentHashMap<>();
    private final Map<Peer, Set<ForwardedRequest>> byTarget = new ConcurrentHashMap<>();
    private final LateAnswers late = new LateAnswers(REMEMBERED);
    private final LongAdder lateAnswers = new LongAdder();
    private final LongAdder timeouts;

    /** Empty; counts the requests that time out. */
    InFlightTable(LongAdder timeouts) {
        this.timeouts = timeouts;
    }

    /** Adds a request, before it is written. */
    void add(ForwardedRequest request) {
        byTarget.compute(request.target(), (target, set) -> {
            Set<ForwardedRequest> of = set == null ? ConcurrentHashMap.newKeySet() : set;
            of.add(request);
            return of;
        });
        waiting.put(request.brokerId(), request);
    }

    /** Takes an ended request out; what comes for it now is unknown. */
    void remove(ForwardedRequest request) {
        waiting.remove(request.brokerId());
        byTarget.computeIfPresent(request.target(), (target, set) -> {
            set.remove(request);
            return set.isEmpty() ? null : set;
        });
    }

    /** Takes out a request that ended without its target's doing; one answer to it is forgiven. */
    void expire(ForwardedRequest request) {
        late.add(request.brokerId(), request.target());
        remove(request);
    }

    /** Does the same for one whose time is over. */
    void timeOut(ForwardedRequest request) {
        timeouts.increment();
        expire(request);
    }

    /** Finds what a response of this peer with this id is for; a late one is counted, and unknown the next time. */
    Found lookUp(UUID brokerId, Peer from) {
        ForwardedRequest request = waiting.get(brokerId);
        if (request != null && request.target() == from) {
            return new Found(Verdict.EXPECTED, request);
        }
        if (!late.remove(brokerId, from)) {
            return UNKNOWN;
        }
        lateAnswers.increment();
        return LATE;
    }

    /** Lists the requests that a peer, which has gone, was to answer, and forgets what it was late with. */
    List<ForwardedRequest> lostWith(Peer target) {
        late.removeAll(target);
        return List.copyOf(byTarget.getOrDefault(target, Set.of()));
    }

    int size() {
        return waiting.size();
    }

    long lateAnswers() {
        return lateAnswers.sum();
    }
}
