package io.trunkline.server.internal.broker;

import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.SharedMemoryAccount;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests that one connection waits for, and the slots that they hold.
 *
 * <p>An id is taken until its answer; a slot until the work has ended, which a handler that ignores its deadline may do much
 * later. So giving up and asking again does not multiply running handlers.
 *
 * <p>Thread-safe; {@link #tryAdmit}, {@link #tryShare}, {@link #add}, {@link #remove}, {@link #isAnswered} and
 * {@link #abandonAll} are the loop's, for which nothing here takes a lock.
 */
final class RunningRequests {
    /** How an admission went. */
    enum Admission {
        ADMITTED,
        DUPLICATE,
        BUSY,
        NO_MEMORY
    }

    private final RunningTable byId = new RunningTable();
    private final Set<RunningRequest> oneWay = ConcurrentHashMap.newKeySet();
    private final LoopCount slots = new LoopCount();
    private final LoopCount unanswered = new LoopCount();
    private final ServerLoad load;
    private final TopicLoads topics;
    private final int bound;
    private final SharedMemoryAccount payloads;
    private final MemoryBudget memory;
    private final BooleanSupplier inLoop;

    /** The loop's, made with the first request: most connections of an idle server never have one. */
    private @Nullable TopicShares shares;

    /**
     * Begins with none.
     *
     * @param topics what all connections have running, by topic and in all
     * @param bound of the slots
     * @param memory charged for large payloads
     * @param inLoop whether the calling thread is the connection's loop
     */
    RunningRequests(TopicLoads topics, int bound, MemoryBudget memory, BooleanSupplier inLoop) {
        this.load = topics.server();
        this.topics = topics;
        this.bound = bound;
        this.memory = memory;
        this.payloads = new SharedMemoryAccount(memory);
        this.inLoop = inLoop;
    }

    /** Tells whether a request may be admitted under its id; the slot is then taken. */
    Admission tryAdmit(RequestHead head) {
        if (head.hasId() && byId.find(head) != null) {
            return Admission.DUPLICATE;
        }
        if (memory.isFull()) {
            return Admission.NO_MEMORY;
        }
        if (slots.get() >= bound || !load.tryBegin()) {
            return Admission.BUSY;
        }
        slots.raise();
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
    boolean isRepeated(RequestHead head) {
        RunningRequest first = head.hasId() ? byId.find(head) : null;
        return first != null && first.isRepeated();
    }

    /** Adds an admitted request. */
    void add(RunningRequest request) {
        unanswered.raise();
        if (request.head().hasId()) {
            byId.add(request);
        } else {
            oneWay.add(request);
        }
    }

    /** Frees the id of a request that has ended; elsewhere the end itself does, and the loop {@link #remove}s it later. */
    void forget(RunningRequest request) {
        if (!request.head().hasId()) {
            oneWay.remove(request);
        } else if (inLoop.getAsBoolean()) {
            byId.remove(request);
        }
    }

    /** Lets go of a request that has ended; without effect if that has been done. */
    void remove(RunningRequest request) {
        if (request.head().hasId()) {
            byId.remove(request);
        }
    }

    /** Takes note that a request has ended, and that its answer, if it gets one, is queued. */
    void ended() {
        unanswered.lower(inLoop.getAsBoolean());
    }

    /** Tells whether no answer is owed any more; handlers may still run. */
    boolean isAnswered() {
        return unanswered.get() == 0;
    }

    /** Gives a slot back. */
    void release() {
        slots.lower(inLoop.getAsBoolean());
        left();
    }

    /** Gives back a slot and a part of a topic's share. */
    void release(TopicShare share) {
        leave(share);
        left();
    }

    /** Gives back the share and the connection's part of a slot; {@link #left} follows. */
    void leave(TopicShare share) {
        boolean onLoop = inLoop.getAsBoolean();
        share.end(onLoop);
        slots.lower(onLoop);
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
        byId.all().forEach(RunningRequest::abandon);
        oneWay.forEach(RunningRequest::abandon);
    }

    /** Answers everything that still runs: the server cannot wait for it any longer. Counts what it answered. */
    int cutAll() {
        int cut = 0;
        for (RunningRequest request : byId.all()) {
            cut += request.cut() ? 1 : 0;
        }
        for (RunningRequest request : oneWay) {
            cut += request.cut() ? 1 : 0;
        }
        return cut;
    }
}
