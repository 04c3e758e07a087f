package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.server.internal.handler.RouteMatch;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Decides where each message of a peer goes.
 *
 * <pre>{@code
 * publish  ─▶ every subscriber, here and on other servers             else NO_ROUTE_FOUND
 * request  ─▶ a handler here ─▶ the subscriber of highest priority
 *                            ─▶ another server of the backplane       else NO_ROUTE_FOUND
 * response ─▶ the caller whose request it answers                     else INVALID_REQUEST_ID
 * }</pre>
 *
 * <p>Called on the sender's loop. Implements SPEC.md, routing.
 */
final class Router {
    private final Broker broker;
    private final Counters counters;
    private final Audit audit;
    private final LocalDispatch local;
    private final FanOut fanOut;
    private final int maxPayload;

    Router(Broker broker) {
        this.broker = broker;
        this.counters = broker.counters();
        this.audit = broker.audit();
        this.local = new LocalDispatch(broker.settings().calls(), counters);
        this.fanOut = broker.fanOut();
        this.maxPayload = broker.settings().options().maxPayload().orElse(Integer.MAX_VALUE);
    }

    void publish(Peer from, RequestHead head, Body payload) {
        counters.message(counters.publishes, payload.length());
        audit.from(from, Action.PUBLISH, head, payload);
        // First: the answer takes as long whether or not anybody has subscribed.
        if (!from.grants().mayPublish(head.topic())) {
            from.refused(Refusal.Reason.FORBIDDEN, Forbidden.NOTICE);
            refusePublish(from, head, Forbidden.REPLY);
        } else if (payload.length() > maxPayload) {
            refusePublish(from, head, Refusals.TOO_LARGE);
        } else {
            toSubscribers(from, head, payload);
        }
    }

    private void toSubscribers(Peer from, RequestHead head, Body payload) {
        boolean elsewhere = broker.publishElsewhere(head, payload);
        if (fanOut.publish(from, head, payload)) {
            return;
        }
        if (!elsewhere) {
            refusePublish(from, head, Refusals.noRoute(head));
        } else if (head.hasId()) {
            from.fanOut().flush(); // Answers keep the order of what they answer.
            from.acknowledge(head);
        }
    }

    private void refusePublish(Peer from, RequestHead head, Reply reply) {
        counters.refusedPublishes.increment();
        from.fanOut().flush(); // Answers keep the order of what they answer.
        from.refuse(head, reply);
    }

    void request(Peer from, RequestHead head, Body payload) {
        counters.request(from.tally(), payload.length());
        from.fanOut().flush(); // What it published before goes first.
        audit.from(from, Action.REQUEST, head, payload);
        if (!from.grants().mayRequest(head.topic())) {
            from.refused(Refusal.Reason.FORBIDDEN, Forbidden.NOTICE);
            refuse(from, head, Forbidden.REPLY);
        } else if (payload.length() > maxPayload) {
            refuse(from, head, Refusals.TOO_LARGE);
        } else if (broker.isDraining()) {
            shuttingDown(from, head);
        } else {
            RunningRequests.Admission admission = from.running().tryAdmit(head);
            if (admission == RunningRequests.Admission.ADMITTED) {
                admitted(from, head, payload);
            } else {
                notAdmitted(from, head, admission);
            }
        }
    }

    private void notAdmitted(Peer from, RequestHead head, RunningRequests.Admission admission) {
        switch (admission) {
            case ADMITTED -> {}
            case DUPLICATE -> from.duplicate(head);
            case BUSY -> refuseBusy(from, head, Refusals.BUSY, "too many requests are running");
            case NO_MEMORY -> {
                from.refused(Refusal.Reason.MEMORY, "the memory budget is spent");
                refuse(from, head, Refusals.NO_MEMORY);
            }
        }
    }

    /** A slot is held from here on: every branch gives it back, now or when the request ends. */
    private void admitted(Peer from, RequestHead head, Body payload) {
        RouteMatch match = broker.routes().find(head.topic(), head.version());
        if (broker.isDraining()) {
            // Once more: a drain that began in between may have counted before this one was, and not wait for it.
            from.release();
            shuttingDown(from, head);
        } else if (match == null) {
            toSubscriber(from, head, payload);
        } else if (match.route() == null) {
            from.release();
            refuse(from, head, LocalDispatch.otherVersion(head, match));
        } else {
            AdmittedRequest admitted = tryShare(from, head, match.route());
            if (admitted != null) {
                local.dispatch(admitted, payload, match.route());
            }
        }
    }

    /** Null if the topic holds what one topic may; then the request was refused. */
    private @Nullable AdmittedRequest tryShare(Peer from, RequestHead head, Object topic) {
        TopicShare share = from.running().tryShare(topic, from.id());
        if (share != null) {
            return new AdmittedRequest(from, head, share);
        }
        from.release();
        refuseBusy(from, head, Refusals.TOPIC_BUSY, "one topic holds what one topic may");
        return null;
    }

    private void toSubscriber(Peer from, RequestHead head, Body payload) {
        Peer target = broker.subscriptions().targetOf(head.topic().levels(), ThreadLocalRandom.current()::nextInt);
        if (target == null) {
            target = broker.elsewhere(from);
        }
        if (target == null) {
            from.release();
            refuse(from, head, Refusals.noRoute(head));
        } else if (!head.hasId()) {
            target.forwardOneWay(head, payload);
            from.release();
        } else {
            AdmittedRequest admitted = tryShare(from, head, head.topic().lower());
            if (admitted != null) {
                forward(admitted, payload, target);
            }
        }
    }

    private void forward(AdmittedRequest admitted, Body payload, Peer target) {
        Peer from = admitted.source();
        RequestHead head = admitted.head();
        ForwardedRequest request = new ForwardedRequest(admitted, broker.newId(), target, broker.inFlight());
        // In the tables before its bytes are written: the answer may come on another loop before forward() returns.
        from.running().add(request);
        broker.inFlight().add(request);
        from.arm(request, from.recentNanos() + head.timeoutNanos());
        switch (target.forward(request, head, payload)) {
            case QUEUED -> {}
            case GONE -> request.lose("no");
            case TOO_LARGE -> request.refuse(Refusals.TOO_LARGE_FOR_TARGET);
        }
    }

    void response(Peer from, RequestHead head, Body payload) {
        counters.message(counters.responses, payload.length());
        from.fanOut().flush();
        audit.from(from, Action.RESPONSE, head, payload);
        UUID id = head.id();
        InFlightTable.Found found =
                id == null ? InFlightTable.UNKNOWN : broker.inFlight().lookUp(id, from);
        switch (found.verdict()) {
            case EXPECTED -> answer(found.expected(), payload);
            case LATE -> {}
            case UNKNOWN -> {
                counters.strayResponses.increment();
                from.answersNothing(head, payload);
            }
        }
    }

    private void answer(ForwardedRequest request, Body payload) {
        if (payload.length() > maxPayload) {
            request.refuse(Refusals.RESPONSE_TOO_LARGE);
        } else {
            request.respond(payload);
        }
    }

    private void shuttingDown(Peer from, RequestHead head) {
        from.refused(Refusal.Reason.SHUTTING_DOWN, "the server is shutting down");
        refuse(from, head, Refusals.SHUTTING_DOWN);
    }

    private void refuseBusy(Peer from, RequestHead head, Reply reply, String why) {
        counters.busyRequests.increment();
        from.refused(Refusal.Reason.BUSY, why);
        refuse(from, head, reply);
    }

    private void refuse(Peer from, RequestHead head, Reply reply) {
        counters.refusedRequests.increment();
        if (!head.hasId()) {
            counters.droppedOneWay.increment();
        }
        from.refuseRequest(head, reply);
    }
}
