package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.ErrorCode;
import io.trunkline.Message;
import io.trunkline.PayloadException;
import io.trunkline.server.internal.handler.LocalRoute;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.server.internal.handler.RouteMatch;
import io.trunkline.server.internal.handler.Workers;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an admitted request to a handler of this server: binds it on the loop, then finds a thread for it.
 *
 * <pre>{@code
 * version? ─▶ bind ─┬─ handleAsync ───────────────▶ here, on the loop
 *                   ├─ with an id, not ordered() ─▶ any worker
 *                   └─ else ──────────────────────▶ behind the others of this connection
 * }</pre>
 *
 * <p>Called on the caller's loop.
 */
final class LocalDispatch {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDispatch.class);

    private static final Reply NO_WORKER = new Reply.Failure(
            ErrorCode.SERVICE_UNAVAILABLE, "All workers are busy", Map.of("reason", "BUSY", "executed", "no"));

    private final LocalCalls calls;

    LocalDispatch(LocalCalls calls) {
        this.calls = calls;
    }

    void dispatch(Peer from, RequestHead head, Body payload, RouteMatch match) {
        LocalRoute route = match.route();
        if (route == null) {
            from.release();
            from.refuseRequest(head, otherVersion(head, match));
            return;
        }
        LocalRequest request;
        try {
            request = bind(from, head, payload, route);
        } catch (PayloadException e) {
            from.release();
            from.fault(head, PayloadFault.reply(e));
            return;
        } catch (Throwable e) {
            // A user's codec or type may do anything; it costs this request only.
            LOG.warn("a request for {} could not be bound", route, e);
            from.release();
            from.refuseRequest(head, new Reply.Failure(ErrorCode.INTERNAL_ERROR, "The request could not be read"));
            return;
        }
        request.charge(payload.length());
        from.running().add(request);
        from.arm(request, head.timeoutNanos());
        start(from, head, route, request);
    }

    private LocalRequest bind(Peer from, RequestHead head, Body payload, LocalRoute route) {
        Supplier<Message> message = () -> message(head, payload);
        Object bound = route.bind(payload.array(), payload.offset(), payload.length(), message);
        Message shown = bound instanceof Message made ? made : route.usesCall() ? message.get() : null;
        return new LocalRequest(from, head, shown, route, bound, calls);
    }

    private void start(Peer from, RequestHead head, LocalRoute route, LocalRequest request) {
        if (route.isOnLoop()) {
            request.invocation().run();
        } else if (head.id() == null || from.isOrdered()) {
            try {
                from.runSerially(request.invocation());
            } catch (RejectedExecutionException e) {
                request.refuse(NO_WORKER);
            }
        } else if (!Workers.tryExecute(calls.workers(), request.invocation())) {
            request.refuse(NO_WORKER);
        }
    }

    private static Message message(RequestHead head, Body payload) {
        Message message = Message.of(Action.REQUEST, head.topic().text(), payload.copy())
                .version(head.version().text());
        message = head.id() == null ? message : message.requestId(head.id());
        return head.parent() == null ? message : message.parentId(head.parent());
    }

    private static Reply otherVersion(RequestHead head, RouteMatch match) {
        return new Reply.Failure(
                ErrorCode.VERSION_NOT_SUPPORTED,
                head.topic().text() + " is not served in version "
                        + head.version().text(),
                Map.of("supported", match.supported(), "executed", "no"));
    }
}
