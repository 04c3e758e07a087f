package io.trunkline.server.internal.broker;

import io.trunkline.ErrorCode;
import io.trunkline.PayloadException;
import io.trunkline.server.internal.handler.LocalRoute;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.server.internal.handler.RouteMatch;
import io.trunkline.server.internal.observe.CallWatch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Brings an admitted request to a handler of this server: binds it on the loop, then finds a thread for it.
 *
 * <pre>{@code
 * bind ─┬─ without an id, or ordered() ─▶ behind the others of this connection, then as below
 *       ├─ handleAsync ─────────────────▶ here, on the loop
 *       └─ else ────────────────────────▶ a worker; where those are few, of the route's part of them
 * }</pre>
 *
 * <p>Thread-safe; {@link #dispatch} is called on the caller's loop.
 */
final class LocalDispatch {
    static final Reply NO_WORKER = new Reply.Failure(
            ErrorCode.SERVICE_UNAVAILABLE, "All workers are busy", Map.of("reason", "BUSY", "executed", "no"));

    private static final Reply UNREADABLE =
            new Reply.Failure(ErrorCode.INTERNAL_ERROR, "The request could not be read");

    private final LocalCalls calls;
    private final Counters counters;

    /** One per route, made with its first request. */
    private final Map<LocalRoute, TopicLane> lanes = new ConcurrentHashMap<>();

    LocalDispatch(LocalCalls calls, Counters counters) {
        this.calls = calls;
        this.counters = counters;
    }

    Executor workers() {
        return calls.workers();
    }

    CallWatch watch() {
        return calls.watch();
    }

    Counters counters() {
        return counters;
    }

    /** Where the handlers of a route run: never on all workers that there are. */
    Executor workersOf(LocalRoute route) {
        WorkerBounds bounds = calls.bounds();
        return bounds == null
                ? calls.workers()
                : lanes.computeIfAbsent(route, made -> new TopicLane(calls.workers(), bounds));
    }

    void dispatch(AdmittedRequest admitted, Body payload, LocalRoute route) {
        LocalRequest request = tryBind(admitted, payload, route);
        if (request != null) {
            Peer from = admitted.source();
            from.running().add(request);
            from.arm(request, request.due());
            request.enter();
        }
    }

    /** Null if the request was answered instead. */
    private @Nullable LocalRequest tryBind(AdmittedRequest admitted, Body payload, LocalRoute route) {
        try {
            return new LocalRequest(admitted, payload, route, this);
        } catch (PayloadException e) {
            admitted.giveBack();
            admitted.source().fault(admitted.head(), PayloadFault.reply(e));
        } catch (Throwable e) {
            // A user's codec or type may do anything; it costs this request only.
            route.log().failed("request-not-bound", e);
            admitted.giveBack();
            admitted.source().refuseRequest(admitted.head(), UNREADABLE);
        }
        return null;
    }

    /** What a request gets for a topic that is served in other versions only. */
    static Reply otherVersion(RequestHead head, RouteMatch match) {
        return new Reply.Failure(
                ErrorCode.VERSION_NOT_SUPPORTED,
                head.topic().text() + " is not served in version "
                        + head.version().text(),
                Map.of("supported", match.supported(), "executed", "no"));
    }
}
