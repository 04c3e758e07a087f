package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.ErrorCode;
import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.json.JsonText;
import io.trunkline.codec.internal.message.ErrorPayload;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.internal.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What a client says to the broker on its own account: heartbeats, refusals, subscriptions.
 *
 * <p>Thread-safe: it has no state but what it writes to.
 */
final class SessionControl implements Declarations.Wire {
    private final SessionLine line;
    private final Calls calls;
    private final Duration timeout;

    SessionControl(SessionLine line, Calls calls, Duration timeout) {
        this.line = line;
        this.calls = calls;
        this.timeout = timeout;
    }

    void sendHeartbeat() {
        line.tryWrite(
                new HeaderWriter().begin(Action.REQUEST, SystemTopics.HEARTBEAT, SemVer.DEFAULT),
                SystemTopics.EMPTY_OBJECT);
    }

    void answerHeartbeat(HeaderParser request) {
        line.tryWrite(responseTo(request), SystemTopics.SUCCESS);
    }

    /** Tells the sender of a request that nobody here answers it. */
    void refuse(HeaderParser request) {
        line.tryWrite(
                responseTo(request),
                error(
                        ErrorCode.NO_ROUTE_FOUND,
                        "this client serves no '" + request.topic() + "'",
                        Map.of("executed", "no")));
    }

    /** Tells the broker that a header of its cannot be read; it cannot be told which. */
    void complain(PayloadException bad) {
        line.tryWrite(
                errorHeader(),
                error(ErrorCode.MALFORMED_MESSAGE, "the header cannot be read", particulars(bad.reason())));
    }

    /** Makes the last message of a connection on which the broker has sent a bad frame. */
    Outgoing complaint(FrameException bad) {
        ErrorCode code =
                bad.reason().equals("FRAME_TOO_LARGE") ? ErrorCode.PAYLOAD_TOO_LARGE : ErrorCode.MALFORMED_MESSAGE;
        return line.frame(errorHeader(), error(code, "the frame is refused", particulars(bad.reason())), false);
    }

    private static HeaderWriter errorHeader() {
        return new HeaderWriter().begin(Action.RESPONSE, SystemTopics.ERROR, SemVer.DEFAULT);
    }

    private static Map<String, ?> particulars(String reason) {
        return Map.of("reason", reason, "executed", "no");
    }

    private static Payload error(ErrorCode code, String message, Map<String, ?> details) {
        return ErrorPayload.write(
                ErrorPayload.Shape.PEER,
                new ErrorPayload.Content(code, message, details),
                Instant.now().toEpochMilli());
    }

    private static HeaderWriter responseTo(HeaderParser request) {
        HeaderWriter header = new HeaderWriter().begin(Action.RESPONSE, request.topic(), request.version());
        return request.hasRequestId() ? header.requestId(request.requestIdHigh(), request.requestIdLow()) : header;
    }

    @Override
    public CompletionStage<?> subscribe(String pattern) {
        // Events have no priority, but MB Server Node before its actions refuses a subscription without one.
        return ask(SystemTopics.SUBSCRIBE, events(pattern).put("priority", 0).toPayload());
    }

    @Override
    public CompletionStage<?> unsubscribe(String pattern) {
        return ask(SystemTopics.UNSUBSCRIBE, events(pattern).toPayload());
    }

    private static JsonText events(String pattern) {
        return JsonText.object().put("action", "publish").put("topic", pattern);
    }

    private CompletionStage<?> ask(TopicName topic, Payload payload) {
        return calls.internal(CallTerms.system(topic, payload, ReplyReader.nothing(), timeout));
    }

    /** Tells the broker what this client is called. */
    CompletionStage<?> register(String name, String description) {
        Payload payload = JsonText.object()
                .put("name", name)
                .put("description", description)
                .toPayload();
        return ask(SystemTopics.REGISTER, payload);
    }

    /** Says what requests this client wants, and how much. */
    Declarations.Wire serving(ServedRoutes routes) {
        return new Declarations.Wire() {
            @Override
            public CompletionStage<?> subscribe(String topic) {
                return ask(
                        SystemTopics.SUBSCRIBE,
                        request(topic)
                                .put("priority", routes.priorityOf(TopicName.of(topic)))
                                .toPayload());
            }

            @Override
            public CompletionStage<?> unsubscribe(String topic) {
                return ask(SystemTopics.UNSUBSCRIBE, request(topic).toPayload());
            }
        };
    }

    private static JsonText request(String topic) {
        return JsonText.object().put("action", "request").put("topic", topic);
    }
}
