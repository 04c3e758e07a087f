package io.trunkline.server.internal.broker;

import io.trunkline.ErrorCode;
import io.trunkline.server.internal.handler.Reply;
import java.util.Map;
import java.util.UUID;

/**
 * A request that a subscriber is to answer, under an id of the broker's own.
 *
 * <p>It is in the table before its bytes are written and leaves it with its end.
 */
final class ForwardedRequest extends RunningRequest {
    private final UUID brokerId;
    private final Peer target;
    private final InFlightTable table;

    ForwardedRequest(AdmittedRequest admitted, UUID brokerId, Peer target, InFlightTable table) {
        super(admitted);
        this.brokerId = brokerId;
        this.target = target;
        this.table = table;
    }

    UUID brokerId() {
        return brokerId;
    }

    Peer target() {
        return target;
    }

    /** The target has answered: its payload goes to the caller as it is. */
    void respond(Body response) {
        if (end(State.ANSWERED)) {
            leave();
            leavePlace();
            source().relay(this, response);
            tryFree();
        }
    }

    /** The target has gone, or could not be reached. */
    void lose(String executed) {
        refuse(targetLost(target.id(), executed));
    }

    /** The broker answers in the target's place; false if it is too late for that. */
    boolean refuse(Reply reply) {
        boolean first = end(State.ANSWERED);
        if (first) {
            leave();
            leavePlace();
            source().settle(this, reply);
            tryFree();
        }
        return first;
    }

    @Override
    boolean cut() {
        return refuse(SHUT_DOWN);
    }

    @Override
    void abandon() {
        if (end(State.ABANDONED)) {
            table.expire(this);
            source().disarm(this);
            source().forget(this);
            tryFree();
        }
    }

    @Override
    protected void onDeadline() {
        if (end(State.EXPIRED)) {
            table.timeOut(this);
            leavePlace();
            source().settle(this, timeout(target.id()));
            tryFree();
        }
    }

    private void leave() {
        table.remove(this);
        source().disarm(this);
    }

    private static Reply targetLost(String id, String executed) {
        return new Reply.Failure(
                ErrorCode.SERVICE_UNAVAILABLE,
                "The service that was to answer is gone",
                Map.of("reason", "TARGET_LOST", "executed", executed, "targetServiceId", id));
    }

    private static Reply timeout(String targetServiceId) {
        return new Reply.Failure(
                ErrorCode.TIMEOUT,
                "No response within the request's timeout",
                Map.of("targetServiceId", targetServiceId, "executed", "maybe"));
    }
}
