package io.trunkline.server.internal.broker;

import io.trunkline.Identity;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.admission.Grants;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.Outgoing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connected client as the router sees it. Thread-safe: requests of one peer end on the threads of others.
 *
 * <p>Nothing here throws: a peer that cannot be written to is closed, and its own failure stays with it.
 */
interface Peer {
    /** The connection's id, which is the service id on the wire too. */
    String id();

    /** Who it has proved to be. */
    default Optional<Identity> identity() {
        return Optional.empty();
    }

    /** What it may do; asked before any topic is looked up. */
    default Grants grants() {
        return Grants.WITHOUT_RULES;
    }

    /** The requests that it waits for. */
    RunningRequests running();

    /** Sends the reply of a request that has just ended, and forgets the request. */
    void settle(RunningRequest request, Reply reply);

    /** Sends a target's response on to this peer under its own id, and forgets the request. */
    void relay(ForwardedRequest request, Body response);

    /** Forgets a request that nobody is told about any more. */
    void forget(RunningRequest request);

    /** Gives back the slot of a request whose work has ended. */
    void release();

    /** Answers a message that was not taken on, under its id if it has one. */
    void refuse(RequestHead head, Reply reply);

    /** Refuses a request, unless it is one-way: then nobody is told. */
    default void refuseRequest(RequestHead head, Reply reply) {
        if (head.hasId()) {
            refuse(head, reply);
        }
    }

    /** Confirms a publish that asked for it. */
    void acknowledge(RequestHead head);

    /** Answers a second request in flight under one id; the first is unharmed. */
    void duplicate(RequestHead head);

    /** Answers a message whose payload is at fault, and counts the fault. */
    void fault(RequestHead head, Reply reply);

    /** Answers a response that answers nothing of ours, unless it is an error. */
    void answersNothing(RequestHead head, Body payload);

    /** Sends a request on to this peer under the broker's id. */
    Outbox.Sent forward(ForwardedRequest request, RequestHead head, Body payload);

    /** Sends on a request that wants no answer. */
    void forwardOneWay(RequestHead head, Body payload);

    /** Sends events that were encoded for several; null for one that it cannot take. */
    void deliver(@Nullable Outgoing events);

    /** Does the same on the peer's loop, with one write at once where nothing waits before them. */
    default void offer(Outgoing events) {
        deliver(events);
    }

    /** What may be sent to it. */
    PeerFeatures features();

    /** Whether events that it does not read in time are dropped one by one, so that they are not to be joined. */
    boolean dropsEvents();

    /** The fan-out of its loop. */
    LoopFanOut fanOut();

    /** Counts what it publishes and other loops have not delivered yet; its loop's. */
    FanOutFlow flow();

    /** Where its requests wait that run one at a time; its loop's. */
    RequestLine line();

    /** What its loop counts by itself. */
    LoopTally tally();

    /** Whether the calling thread is this peer's loop. */
    boolean inLoop();

    /** Runs a task on this peer's loop: now if the caller is there, else soon; false if the loop has ended. */
    boolean tryRunOnLoop(Runnable task);

    /** Takes note that a request of this peer was turned away; the peer itself is answered apart. */
    default void refused(Refusal.Reason reason, String text) {}

    /** The name of the listener that it came in by. */
    default String listener() {
        return "";
    }

    /** Whether all requests of this peer are to run one at a time. */
    boolean isOrdered();

    /** The clock of this peer's loop, now or, while what one read has brought is handled, a moment ago. */
    long recentNanos();

    /** The same clock now; what {@link #recentNanos} gives next is no older. */
    long nanos();

    /** Arms a request's deadline on this peer's loop, for an instant by {@link #nanos}. */
    void arm(Deadline deadline, long at);

    /** Disarms it. */
    void disarm(Deadline deadline);
}
