package io.trunkline.server.internal.broker;

import io.trunkline.ErrorCode;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.transport.internal.OrderlyDeadline;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One accepted request from its last byte to its only end; it is its own deadline.
 *
 * <pre>{@code
 *             ┌──answer──▶ ANSWERED     the caller was told
 * RUNNING ────┼──deadline▶ EXPIRED      the caller was told TIMEOUT
 *             └──caller gone▶ ABANDONED nobody is told
 * }</pre>
 *
 * <p>Whoever moves the state away from RUNNING, by one CAS, does what the end demands; everybody else is late. Thread-safe;
 * the deadline fires on the caller's loop.
 */
abstract class RunningRequest extends OrderlyDeadline {
    /** Where a request stands; every state but the first is an end. */
    enum State {
        RUNNING,
        ANSWERED,
        EXPIRED,
        ABANDONED
    }

    /** The reply of what still ran when a shutdown's grace was over. */
    static final Reply SHUT_DOWN = new Reply.Failure(
            ErrorCode.SERVICE_UNAVAILABLE,
            "The server has shut down",
            Map.of("reason", "SHUTTING_DOWN", "executed", "maybe"));

    /** Through their handles: an object beside each of them is a twentieth of what a request's server allocates. */
    private static final VarHandle STATE = handle("state", State.class);

    private static final VarHandle HELD = handle("held", Object.class);

    private static final Object PLACE_LEFT = new Object();

    private final Peer source;
    private final RequestHead head;
    private boolean repeated;

    /** The next in its bucket. Owned by {@link RunningTable}. */
    @Nullable
    RunningRequest next;

    private volatile State state = State.RUNNING;

    /**
     * What is to be given back when the work has ended: a {@link TopicShare}, {@link #PLACE_LEFT} behind it; null once all was.
     */
    private volatile @Nullable Object held;

    RunningRequest(AdmittedRequest admitted) {
        this.source = admitted.source();
        this.head = admitted.head();
        this.held = admitted.share();
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(RunningRequest.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Takes note that its id was used again; true the second time. The caller's loop only. */
    final boolean isRepeated() {
        boolean before = repeated;
        repeated = true;
        return before;
    }

    /** Ends the request; false if it had ended already. */
    final boolean end(State as) {
        return STATE.compareAndSet(this, State.RUNNING, as);
    }

    /**
     * Gives the connection's slot and the topic's share back, not the server's slot: a drain waits for the answer, too.
     *
     * <p>Called before the answer: a caller that has it may ask for as much again, sooner than its worker comes to the next line.
     */
    final void leavePlace() {
        if (held instanceof TopicShare share && HELD.compareAndSet(this, share, PLACE_LEFT)) {
            source.running().leave(share);
        }
    }

    /** Gives slots and share back; false if that has been done. */
    final boolean tryFree() {
        Object before = HELD.getAndSet(this, null);
        if (before instanceof TopicShare share) {
            source.running().release(share);
        } else if (before != null) {
            source.running().left();
        }
        return before != null;
    }

    final State state() {
        return state;
    }

    /** Its id, which another thread has given up, is forgotten here: the table is the loop's. */
    @Override
    protected void onCancelledElsewhere() {
        source.running().remove(this);
    }

    /** Ends it without a word: its caller has gone. */
    abstract void abandon();

    /** Ends it because the server does; false if it had ended already. */
    abstract boolean cut();

    final Peer source() {
        return source;
    }

    final RequestHead head() {
        return head;
    }

    /** The caller's own id, made for each who asks; null for one-way requests. */
    final @Nullable UUID id() {
        return head.id();
    }

    final TopicName topic() {
        return head.topic();
    }

    final SemVer version() {
        return head.version();
    }
}
