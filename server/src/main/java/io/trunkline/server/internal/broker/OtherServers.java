package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.server.Backplane;
import io.trunkline.server.internal.broker.SubscriptionRegistry.Entry;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.transport.internal.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other servers of the application, as the router of this one sees them: one more peer, asked when nobody here answers.
 *
 * <pre>{@code
 * publish.<topic>   out: every publish of ours       in: to our subscribers
 * request.<topic>   out: requests nobody here takes  in: to our handlers and subscribers, never out again
 * }</pre>
 *
 * <p>Topics cross in lower case. Links exist for the patterns of handlers and of subscribers, {@link SharedInterests}.
 * Thread-safe.
 */
final class OtherServers extends PeerElsewhere {
    private static final Logger LOG = LoggerFactory.getLogger(OtherServers.class);
    private static final String PUBLISH = "publish.";
    private static final String REQUEST = "request.";

    private final Backplane.Node node;
    private final CrossingMessage.Reader reader;
    private final SharedInterests interests;
    private final List<Backplane.Link> handlers = new ArrayList<>();

    OtherServers(Broker broker, EventLoop home, Backplane backplane) {
        super(broker, home);
        this.node = backplane.join();
        this.reader = new CrossingMessage.Reader(broker);
        this.interests = new SharedInterests(broker.subscriptions(), home, this::link);
    }

    /** Begins to answer and to listen: for handlers at once, for subscribers as they come. */
    void open(Collection<String> routes) {
        routes.forEach(pattern -> handlers.add(node.serve(REQUEST + pattern, (subject, message) -> respond(message))));
        broker().subscriptions().watch(interests::changed);
    }

    private Backplane.Link link(Entry entry) {
        return entry.interest() == Interest.PUBLISH
                ? node.subscribe(PUBLISH + entry.pattern(), (subject, message) -> receive(entry.pattern(), message))
                : node.serve(REQUEST + entry.pattern(), (subject, message) -> respond(message));
    }

    /** Sends an event of ours to those elsewhere; false if nobody there gets it. */
    boolean publish(RequestHead head, Body payload) {
        return node.publish(PUBLISH + head.topic().lower(), CrossingMessage.publish(head, payload));
    }

    private void receive(String pattern, Payload message) {
        CrossingMessage event = reader.read(Action.PUBLISH, message);
        if (event == null) {
            LOG.debug("event=ignored subject=publish reason=no-message");
        } else if (interests.isFirst(pattern, event.head().topic().levels())) {
            broker().fanOut().publish(event.head(), event.payload());
        }
    }

    @Override
    public Outbox.Sent forward(ForwardedRequest request, RequestHead head, Body payload) {
        ask(head, CrossingMessage.request(head, request.brokerId(), payload))
                .whenComplete((answer, failure) -> end(request, head, answer, failure));
        return Outbox.Sent.QUEUED;
    }

    @Override
    public void forwardOneWay(RequestHead head, Body payload) {
        ask(head, CrossingMessage.request(head, null, payload)).whenComplete((answer, failure) -> {
            if (failure != null) {
                broker().counters().droppedOneWay.increment();
            }
        });
    }

    private CompletionStage<Payload> ask(RequestHead head, Payload message) {
        return node.request(REQUEST + head.topic().lower(), message, Duration.ofNanos(head.timeoutNanos()));
    }

    private static void end(
            ForwardedRequest request, RequestHead head, @Nullable Payload answer, @Nullable Throwable failure) {
        Body body = answer == null ? null : CrossingMessage.readAnswer(answer);
        if (body != null) {
            request.respond(body);
        } else {
            request.refuse(refusal(head, failure));
        }
    }

    private static Reply refusal(RequestHead head, @Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (!(cause instanceof ReplyException refused)) {
            return new Reply.Failure(
                    ErrorCode.SERVICE_UNAVAILABLE, "Another server has failed to answer", Map.of("executed", "maybe"));
        }
        return refused.code().equals(ErrorCode.NO_ROUTE_FOUND)
                ? Refusals.noRoute(head)
                : new Reply.Failure(refused.code(), refused.text(), refused.details());
    }

    /** Asks our own, on the home loop: the backplane's threads are not loops. */
    private CompletionStage<Payload> respond(Payload message) {
        CompletableFuture<Payload> answer = new CompletableFuture<>();
        CrossingMessage request = reader.read(Action.REQUEST, message);
        if (request == null) {
            answer.completeExceptionally(new IllegalArgumentException("no request of another server"));
            return answer;
        }
        if (!home().tryExecute(() -> route(request, answer))) {
            answer.completeExceptionally(new IllegalStateException("the server has ended"));
        }
        return answer;
    }

    private void route(CrossingMessage request, CompletableFuture<Payload> answer) {
        broker().router().request(new RemoteCaller(broker(), home(), answer), request.head(), request.payload());
        if (!request.head().hasId()) {
            answer.complete(Payload.EMPTY);
        }
    }

    /** Answers no further requests; what others publish still arrives. */
    void drain() {
        handlers.forEach(Backplane.Link::cancel);
    }

    void close() {
        node.close();
    }
}
