package io.trunkline.server.internal.broker;

import io.trunkline.ErrorCode;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.server.internal.handler.RouteMatch;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides where each message of a peer goes.
 *
 * <pre>{@code
 * publish  ─▶ every subscriber                                        else NO_ROUTE_FOUND
 * request  ─▶ a handler here ─▶ the subscriber of highest priority ─▶ else NO_ROUTE_FOUND
 * response ─▶ the caller whose request it answers                     else INVALID_REQUEST_ID
 * }</pre>
 *
 * <p>Called on the sender's loop. Implements SPEC.md, routing.
 */
final class Router {
    private static final Reply BUSY = new Reply.Failure(
            ErrorCode.SERVICE_UNAVAILABLE, "Too many requests are running", Map.of("reason", "BUSY", "executed", "no"));
    private static final Reply NO_MEMORY = new Reply.Failure(
            ErrorCode.SERVICE_UNAVAILABLE,
            "The server's memory budget is spent",
            Map.of("reason", "BUSY", "executed", "no"));
    private static final Reply SHUTTING_DOWN = new Reply.Failure(
            ErrorCode.SERVICE_UNAVAILABLE,
            "The server is shutting down",
            Map.of("reason", "SHUTTING_DOWN", "executed", "no"));

    private final Broker broker;
    private final LocalDispatch local;
    private final FanOut fanOut;

    Router(Broker broker) {
        this.broker = broker;
        this.local = new LocalDispatch(broker.settings().calls());
        this.fanOut = broker.fanOut();
    }

    void publish(Peer from, RequestHead head, Body payload) {
        if (!fanOut.publish(head, payload)) {
            from.refuse(head, noRoute(head));
        } else if (head.id() != null) {
            from.acknowledge(head);
        }
    }

    void request(Peer from, RequestHead head, Body payload) {
        if (broker.isDraining()) {
            refuse(from, head, SHUTTING_DOWN);
            return;
        }
        switch (from.running().tryAdmit(head.id())) {
            case DUPLICATE -> from.duplicate(head);
            case BUSY -> refuse(from, head, BUSY);
            case NO_MEMORY -> refuse(from, head, NO_MEMORY);
            case ADMITTED -> {
                // Once more: a drain that began in between may have counted before this one was, and not wait for it.
                if (broker.isDraining()) {
                    from.release();
                    refuse(from, head, SHUTTING_DOWN);
                } else {
                    admitted(from, head, payload);
                }
            }
        }
    }

    /** A slot is held from here on: every branch gives it back, now or when the request ends. */
    private void admitted(Peer from, RequestHead head, Body payload) {
        RouteMatch match = broker.routes().find(head.topic(), head.version());
        if (match != null) {
            local.dispatch(from, head, payload, match);
            return;
        }
        Peer target = broker.subscriptions().targetOf(head.topic().levels(), ThreadLocalRandom.current()::nextInt);
        if (target == null) {
            from.release();
            refuse(from, head, noRoute(head));
        } else if (head.id() == null) {
            target.forwardOneWay(head, payload);
            from.release();
        } else {
            forward(from, head, payload, target);
        }
    }

    private void forward(Peer from, RequestHead head, Body payload, Peer target) {
        ForwardedRequest request = new ForwardedRequest(from, head, broker.newId(), target, broker.inFlight());
        // In the tables before its bytes are written: the answer may come on another loop before forward() returns.
        from.running().add(request);
        broker.inFlight().add(request);
        from.arm(request, head.timeoutNanos());
        switch (target.forward(request, head, payload)) {
            case QUEUED -> {}
            case GONE -> request.lose("no");
            case TOO_LARGE ->
                request.refuse(new Reply.Failure(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "The service that would answer takes no message of this size",
                        Map.of("executed", "no")));
        }
    }

    void response(Peer from, RequestHead head, Body payload) {
        UUID id = head.id();
        InFlightTable.Found found =
                id == null ? InFlightTable.UNKNOWN : broker.inFlight().lookUp(id, from);
        switch (found.verdict()) {
            case EXPECTED -> found.expected().respond(payload);
            case LATE -> {}
            case UNKNOWN -> from.answersNothing(head, payload);
        }
    }

    private void refuse(Peer from, RequestHead head, Reply reply) {
        if (head.id() == null) {
            broker.counters().droppedOneWay.increment();
        }
        from.refuseRequest(head, reply);
    }

    private static Reply noRoute(RequestHead head) {
        return new Reply.Failure(
                ErrorCode.NO_ROUTE_FOUND,
                "Nobody serves or subscribes to " + head.topic().text(),
                Map.of("executed", "no"));
    }
}
