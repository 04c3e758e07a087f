package io.trunkline.server.internal.observe;

import io.trunkline.server.ServerObserver;
import io.trunkline.transport.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Adds up the frames that one connection drops until one observer is told: one event for what comes close together.
 *
 * <p>At most one event per connection waits. Thread-safe.
 */
final class PendingDrops {
    private final Map<Connection, LongAdder> pending = new ConcurrentHashMap<>();
    private final Predicate<Consumer<ServerObserver>> offer;

    /** Offers its events; one that is not taken is forgotten. */
    PendingDrops(Predicate<Consumer<ServerObserver>> offer) {
        this.offer = offer;
    }

    void add(Connection connection, long frames) {
        boolean[] first = new boolean[1];
        pending.compute(connection, (key, before) -> {
            first[0] = before == null;
            LongAdder sum = before == null ? new LongAdder() : before;
            sum.add(frames);
            return sum;
        });
        if (first[0] && !offer.test(observer -> tell(observer, connection))) {
            pending.remove(connection);
        }
    }

    private void tell(ServerObserver observer, Connection connection) {
        LongAdder sum = pending.remove(connection);
        if (sum != null) {
            observer.onOutboundDropped(connection, sum.sum());
        }
    }
}
