package io.trunkline.server.internal.broker;

import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.SharedMemoryAccount;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The requests that one connection waits for, and the slots that they hold.
 *
 * <p>An id is taken until its answer; a slot until the work has ended, which a handler that ignores its deadline may do much
 * later. So giving up and asking again does not multiply running handlers.
 *
 * <p>Thread-safe; {@link #tryAdmit} and {@link #tryShare} are the loop's.
 */
final class RunningRequests {
    /** How an admission went. */
    enum Admission {
        ADMITTED,
        DUPLICATE,
        BUSY,
        NO_MEMORY
    }

    private final Map<UUID, RunningRequest> byId = new ConcurrentHashMap<>();
    private final Set<RunningRequest> oneWay = ConcurrentHashMap.newKeySet();
    private final AtomicInteger slots = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final ServerLoad load;
    private final int bound;
    private final MemoryBudget memory;
    private final SharedMemoryAccount payloads;
    private final TopicLoads topics;

    /** The loop's, made with the first request: most connections of an idle server never have one. */
    private @Nullable TopicShares shares;

    RunningRequests(ServerLoad load, TopicLoads topics, int bound, MemoryBudget memory) {
        this.load = load;
        this.bound = bound;
        this.memory = memory;
        this.topics = topics;
        this.payloads = new SharedMemoryAccount(memory);
    }

    /** Tells whether a request of this id may be admitted; the slot is then taken. */
    Admission tryAdmit(@Nullable UUID id) {
        if (id != null && byId.containsKey(id)) {
            return Admission.DUPLICATE;
        }
        if (memory.isFull()) {
            return Admission.NO_MEMORY;
        }
        if (slots.get() >= bound || !load.tryBegin()) {
            return Admission.BUSY;
        }
        slots.incrementAndGet();
        return Admission.ADMITTED;
    }

    /** Takes a part of a route's or topic's share for an admitted request; null if the topic holds what one may. */
    @Nullable
    TopicShare tryShare(Object topic, String connection) {
        TopicShares made = shares == null ? new TopicShares(topics, bound) : shares;
        shares = made;
        return made.tryBegin(topic, connection);
    }

    /** Charges what a request's payload holds, or with a negative number gives it back. */
    void hold(int bytes) {
        payloads.change(bytes);
    }

    /** Takes note of a further request under an id in flight; true from the second one on. */
    boolean isRepeated(@Nullable UUID id) {
        RunningRequest first = id == null ? null : byId.get(id);
        return first != null && first.isRepeated();
    }

    /** Adds an admitted request. */
    void add(RunningRequest request) {
        unanswered.incrementAndGet();
        UUID id = request.id();
        if (id == null) {
            oneWay.add(request);
        } else {
            byId.put(id, request);
        }
    }

    /** Frees the id of a request that has its answer, or gets none. */
    void forget(RunningRequest request) {
        UUID id = request.id();
        if (id == null) {
            oneWay.remove(request);
        } else {
            byId.remove(id, request);
        }
    }

    /** Takes note that a request has ended, and that its answer, if it gets one, is queued. */
    void ended() {
        unanswered.decrementAndGet();
    }

    /** Tells whether no answer is owed any more; handlers may still run. */
    boolean isAnswered() {
        return unanswered.get() == 0;
    }

    /** Gives a slot back. */
    void release() {
        leave();
        left();
    }

    /** Gives the connection's part of a slot back; {@link #left} follows. */
    void leave() {
        slots.decrementAndGet();
    }

    /** Gives the server's part of a slot back, which its drain waits for. */
    void left() {
        load.end();
    }

    /** Tells whether no slot is held. */
    boolean isIdle() {
        return slots.get() == 0;
    }

    /** Abandons everything: the connection has gone. */
    void abandonAll() {
        byId.values().forEach(RunningRequest::abandon);
        oneWay.forEach(RunningRequest::abandon);
    }

    /** Answers everything that still runs: the server cannot wait for it any longer. Counts what it answered. */
    int cutAll() {
        int cut = 0;
        for (RunningRequest request : List.copyOf(byId.values())) {
            cut += request.cut() ? 1 : 0;
        }
        for (RunningRequest request : oneWay) {
            cut += request.cut() ? 1 : 0;
        }
        return cut;
    }
}
