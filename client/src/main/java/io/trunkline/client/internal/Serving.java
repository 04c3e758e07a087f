package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.ErrorCode;
import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.TrunklineException;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.codec.internal.message.Messages;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests that a broker routes to this client over one connection.
 *
 * <pre>{@code
 * request ─▶ route ─▶ bind ─▶ worker: handler ─▶ response     loop up to the worker
 *              │        │        └ none is free, 256 run, draining: SERVICE_UNAVAILABLE, not begun
 *              │        └ INVALID_REQUEST
 *              └ not served: NO_ROUTE_FOUND, another version: VERSION_NOT_SUPPORTED
 * }</pre>
 *
 * <p>Loop-confined, except what a request calls at its end.
 */
final class Serving {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    /** As many as a server runs for one connection. */
    private static final int MOST_RUNNING = 256;

    /** What a request gets whose sender named no time. */
    private static final int DEFAULT_TIMEOUT_MS = 5_000;

    private final SessionLine line;
    private final ServedRoutes routes;

    /** What a drain waits for: requests whose handlers have not returned, or whose answers are not written. */
    private final Set<ServedRequest> running = ConcurrentHashMap.newKeySet();

    /** What bounds them: requests whose handlers have not returned. Taken on the loop. */
    private final AtomicInteger places = new AtomicInteger();

    private volatile @Nullable Runnable onIdle;

    Serving(SessionLine line, ServedRoutes routes) {
        this.line = line;
        this.routes = routes;
    }

    /** Takes a request; false if its topic is not served. */
    boolean request(HeaderParser header, byte[] array) {
        ServedRoute<?, ?> route = routes.routeOf(header);
        if (route != null) {
            begin(route, header, array);
            return true;
        }
        List<ServedRoute<?, ?>> others = routes.routesOf(header.topic());
        if (others.isEmpty()) {
            return false;
        }
        List<String> supported =
                others.stream().map(other -> other.version.text()).toList();
        refuse(
                header,
                ServedReply.error(
                        ErrorCode.VERSION_NOT_SUPPORTED,
                        "this client serves other versions of '" + header.topic() + "'",
                        Map.of("supported", supported, "executed", "no")));
        return true;
    }

    private void begin(ServedRoute<?, ?> route, HeaderParser header, byte[] array) {
        if (onIdle != null || places.get() >= MOST_RUNNING) {
            refuse(header, onIdle != null ? ServedReply.SHUTTING_DOWN : ServedReply.BUSY);
            return;
        }
        Message message = message(header, array);
        Object bound;
        try {
            bound = route.bind(message, array, header.payloadStart());
        } catch (PayloadException e) {
            refuse(header, ServedReply.refused(ErrorCode.INVALID_REQUEST, e.reason(), "the request does not bind"));
            return;
        }
        int millis = header.timeoutMs() == 0 ? DEFAULT_TIMEOUT_MS : header.timeoutMs();
        long deadline = nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
        run(new ServedRequest(this, route, message, bound, deadline), deadline, header);
    }

    private static Message message(HeaderParser header, byte[] array) {
        byte[] payload = new byte[header.payloadLength()];
        System.arraycopy(array, header.payloadStart(), payload, 0, payload.length);
        return Messages.of(header, Payload.wrap(payload));
    }

    private void run(ServedRequest request, long deadline, HeaderParser header) {
        places.incrementAndGet();
        running.add(request);
        line.loop().schedule(request, deadline);
        try {
            line.handlers().execute(request);
        } catch (RejectedExecutionException e) {
            line.loop().cancel(request);
            running.remove(request);
            leavePlace();
            refuse(header, ServedReply.BUSY);
        }
    }

    private void refuse(HeaderParser header, ServedReply reply) {
        if (header.hasRequestId()) {
            write(
                    new HeaderWriter()
                            .begin(Action.RESPONSE, header.topic(), header.version())
                            .requestId(header.requestIdHigh(), header.requestIdLow()),
                    reply);
        }
    }

    /** Writes an answer, from any thread; a request without an id gets none. */
    void answer(Message request, ServedReply reply) {
        request.requestId().ifPresent(id -> {
            HeaderWriter header = new HeaderWriter()
                    .begin(Action.RESPONSE, TopicName.of(request.topic()), SemVer.parse(request.version()))
                    .requestId(id.getMostSignificantBits(), id.getLeastSignificantBits());
            write(header, reply);
        });
    }

    private void write(HeaderWriter header, ServedReply reply) {
        try {
            line.writeAnswer(header, reply.payload(), reply.binary());
        } catch (PayloadException e) {
            ServedReply tooLarge = ServedReply.error(
                    ErrorCode.PAYLOAD_TOO_LARGE, "the answer is too large for the broker", Map.of("executed", "maybe"));
            line.tryWrite(header, tooLarge.payload());
        } catch (TrunklineException e) {
            LOG.debug("conn={} event=answer-not-sent {}", line.peer(), e.getMessage());
        }
    }

    /** A handler has returned, and its answer is not written yet; on its thread. */
    void leavePlace() {
        places.decrementAndGet();
    }

    /** A handler has returned and its answer, if there is one, is written; on its thread. */
    void left(ServedRequest request) {
        line.loop().cancel(request);
        running.remove(request);
        Runnable task = onIdle;
        if (task != null && running.isEmpty()) {
            task.run();
        }
    }

    /** Refuses further requests, and runs a task when no handler runs any more; it may run twice. */
    void drain(Runnable idle) {
        onIdle = idle;
        if (running.isEmpty()) {
            idle.run();
        }
    }

    /** The connection is gone: nobody waits for the answers any more. */
    void end() {
        running.forEach(ServedRequest::giveUp);
    }

    /** Runs what handlers wanted to be done at a cancellation. */
    void runLater(Runnable action) {
        line.workers().execute(action);
    }

    long nanos() {
        return line.loop().nanos();
    }

    String peer() {
        return line.peer();
    }

    @Override
    public String toString() {
        return "Serving[running=" + running.size() + "]";
    }
}
