package io.trunkline.client.internal;

import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.codec.internal.message.TopicName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the client answers, and finds the route of a request.
 *
 * <p>It outlives connections. Thread-safe. Guarded by {@code lock}: of two routes for the same requests the second is refused.
 */
final class ServedRoutes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Declarations<ServedRoute<?, ?>> declared;

    /** Every topic's routes, replaced by each change. */
    private volatile Map<TopicName, List<ServedRoute<?, ?>>> routes = Map.of();

    /**
     * @param refused told of topics that a new connection's broker does not let the client serve
     */
    ServedRoutes(BiConsumer<String, RuntimeException> refused) {
        declared = new Declarations<>(refused);
    }

    /** Declares a route; throws IllegalStateException if requests of its version are answered already. */
    void add(ServedRoute<?, ?> route) {
        lock.lock();
        try {
            for (ServedRoute<?, ?> other : routesOf(route.topic)) {
                if (other.version.accepts(route.version)) {
                    throw new IllegalStateException("this client serves '" + route.pattern() + "' " + other.version
                            + " already: cancel that first");
                }
            }
            change(route, true);
        } finally {
            lock.unlock();
        }
        declared.add(route);
    }

    void remove(ServedRoute<?, ?> route) {
        lock.lock();
        try {
            change(route, false);
        } finally {
            lock.unlock();
        }
        declared.remove(route);
    }

    private void change(ServedRoute<?, ?> route, boolean add) {
        Map<TopicName, List<ServedRoute<?, ?>>> next = new HashMap<>(routes);
        Stream<ServedRoute<?, ?>> others = routesOf(route.topic).stream().filter(other -> other != route);
        next.put(route.topic, (add ? Stream.concat(others, Stream.of(route)) : others).toList());
        routes = next;
    }

    /** Gives the routes of a topic, of whatever version; none if the topic is not served. */
    List<ServedRoute<?, ?>> routesOf(TopicName topic) {
        return routes.getOrDefault(topic, List.of());
    }

    /** Finds the route that takes a request, or null. */
    @Nullable
    ServedRoute<?, ?> routeOf(HeaderParser request) {
        for (ServedRoute<?, ?> route : routesOf(request.topic())) {
            if (route.version.accepts(request.version())) {
                return route;
            }
        }
        return null;
    }

    /** The priority that the broker is told for a topic: the highest of its routes. */
    double priorityOf(TopicName topic) {
        OptionalDouble highest =
                routesOf(topic).stream().mapToDouble(route -> route.priority).max();
        return highest.orElse(0);
    }

    /** Tells a new connection's broker everything that is served; runs a task when it has answered all of it. */
    void attach(Declarations.Wire wire, Runnable restored) {
        declared.attach(wire, restored);
    }

    /** Forgets what the broker of a lost connection was told. */
    void detach(Declarations.Wire wire) {
        declared.detach(wire);
    }

    /** Refuses further routes, and fails those that still wait for their acknowledgement. */
    void end(Supplier<RuntimeException> reason) {
        declared.end(reason);
    }
}
