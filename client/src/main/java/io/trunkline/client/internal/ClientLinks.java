package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.client.internal.supervise.EndpointBook;
import io.trunkline.client.internal.supervise.Rounds;
import io.trunkline.client.internal.supervise.Supervisor;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's connections: the first carries everything, the others requests only.
 *
 * <p>Thread-safe.
 */
final class ClientLinks {
    /** What sessions of every link are made with. */
    record Parts(
            ClientOptions options,
            Supplier<EventLoop> loops,
            BrokerDialer.Opener opener,
            SessionSettings settings,
            SubscriptionRegistry subscriptions,
            Executor workers) {}

    private final List<Link> links = new ArrayList<>();

    ClientLinks(Parts parts, Link.Owner owner) {
        EndpointBook book = new EndpointBook(parts.options().endpoints());
        Tokens tokens = new Tokens(parts.options());
        for (int i = 0; i < parts.options().connections(); i++) {
            links.add(link(i, parts, book, tokens, owner));
        }
    }

    private static Link link(int number, Parts parts, EndpointBook book, Tokens tokens, Link.Owner owner) {
        EventLoop loop = parts.loops().get();
        // Events are the first connection's; the others must not touch its loop's dispatch.
        SubscriptionRegistry events = number == 0 ? parts.subscriptions() : new SubscriptionRegistry();
        Rounds rounds = new Rounds(book, number, parts.options().connectTimeout());
        return new Link(
                number == 0,
                loop,
                owner,
                link -> new BrokerDialer(loop, parts.opener(), parts.settings(), events, tokens, parts.workers(), link),
                link -> new Supervisor<>(
                        loop,
                        rounds,
                        parts.options().reconnect(),
                        () -> ThreadLocalRandom.current().nextDouble(),
                        link));
    }

    Link primary() {
        return links.get(0);
    }

    /** Starts the links behind the first; again, it has no effect. */
    void startOthers() {
        links.subList(1, links.size()).forEach(Link::start);
    }

    /** The session with the fewest calls in flight, or null if none is up that takes one more. */
    @Nullable
    BrokerSession leastInFlight() {
        BrokerSession least = null;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < links.size(); i++) {
            BrokerSession session = links.get(i).session();
            if (session != null && session.takesCalls() && session.calls().inFlight() < fewest) {
                least = session;
                fewest = session.calls().inFlight();
            }
        }
        return least;
    }

    boolean areSeveral() {
        return links.size() > 1;
    }

    /** The sessions that are up. */
    List<BrokerSession> sessions() {
        List<BrokerSession> up = new ArrayList<>(links.size());
        for (Link link : links) {
            BrokerSession session = link.session();
            if (session != null) {
                up.add(session);
            }
        }
        return up;
    }

    /** Makes no more connections. */
    void stop() {
        links.forEach(Link::stop);
    }

    /** Makes no more connections, and closes those that are up. */
    void close(CloseReason reason) {
        links.forEach(link -> link.close(reason));
    }

    /** Completes when the connections that were up are gone. */
    CompletionStage<Void> closed() {
        return CompletableFuture.allOf(
                links.stream().map(link -> link.closed().toCompletableFuture()).toArray(CompletableFuture[]::new));
    }
}
