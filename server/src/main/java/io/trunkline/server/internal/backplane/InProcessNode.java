package io.trunkline.server.internal.backplane;

import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.server.Backplane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of {@link InProcessBackplane}.
 *
 * <p>Thread-safe. A link that is made while the node closes is taken back by whichever of the two comes second.
 */
final class InProcessNode implements Backplane.Node {
    private static final Logger log = LoggerFactory.getLogger(InProcessNode.class);

    private final InProcessBackplane backplane;
    private final Set<Backplane.Link> links = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    InProcessNode(InProcessBackplane backplane) {
        this.backplane = backplane;
    }

    @Override
    public boolean publish(String subject, Payload message) {
        if (closed) {
            return false;
        }
        List<InProcessBackplane.Subscribed> receivers = backplane.receivers(subject, this);
        receivers.forEach(link -> link.receive(subject, message));
        return !receivers.isEmpty();
    }

    @Override
    public CompletionStage<Payload> request(String subject, Payload message, Duration timeout) {
        List<InProcessBackplane.Served> responders = closed ? List.of() : backplane.responders(subject, this);
        if (responders.isEmpty()) {
            return CompletableFuture.failedFuture(
                    failure(ErrorCode.NO_ROUTE_FOUND, "No other server answers this", "no"));
        }
        int chosen = ThreadLocalRandom.current().nextInt(responders.size());
        // Nothing is kept here for an answer, so nothing has to be given up after the timeout.
        return ask(responders.get(chosen).responder(), subject, message)
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        failure(ErrorCode.SERVICE_UNAVAILABLE, "The server that was asked has failed", "maybe")));
    }

    private static CompletionStage<Payload> ask(Backplane.Responder responder, String subject, Payload message) {
        try {
            return responder.respond(subject, message);
        } catch (RuntimeException | Error e) {
            log.error("event=backplane-responder-failed subject={}", subject, e);
            return CompletableFuture.failedFuture(e);
        }
    }

    private static ReplyException failure(ErrorCode code, String text, String executed) {
        return new ReplyException(code, text, Map.of("executed", executed));
    }

    @Override
    public Backplane.Link subscribe(String pattern, Backplane.Receiver receiver) {
        InProcessBackplane.Subscribed link = new InProcessBackplane.Subscribed(this, receiver);
        backplane.subscribed().add(pattern, link);
        return keep(() -> backplane.subscribed().remove(pattern, link));
    }

    @Override
    public Backplane.Link serve(String pattern, Backplane.Responder responder) {
        InProcessBackplane.Served link = new InProcessBackplane.Served(this, responder);
        backplane.served().add(pattern, link);
        return keep(() -> backplane.served().remove(pattern, link));
    }

    private Backplane.Link keep(Backplane.Link remove) {
        links.add(remove);
        if (closed) {
            remove.cancel();
        }
        return () -> {
            links.remove(remove);
            remove.cancel();
        };
    }

    @Override
    public void close() {
        closed = true;
        links.forEach(Backplane.Link::cancel);
        links.clear();
    }
}
