package io.trunkline.server.internal.broker;

import java.util.List;

/** Lends the benchmarks what the broker keeps to itself: the registry that every message is looked up in. */
public final class RoutingAccess {
    private final SubscriptionRegistry<String> registry;

    /**
     * Knows nobody.
     *
     * @param most subscriptions in all
     */
    public RoutingAccess(int most) {
        this.registry = new SubscriptionRegistry<>(most, most);
    }

    /**
     * Subscribes to events and requests.
     *
     * @param subscriber by name
     * @param pattern in lower case
     */
    public void subscribe(String subscriber, String pattern) {
        registry.subscribe(subscriber, List.of(Interest.PUBLISH, Interest.REQUEST), pattern, 0);
    }

    /**
     * Finds who gets an event.
     *
     * @param topic its levels
     * @return how many
     */
    public int subscribers(List<String> topic) {
        return registry.subscribersOf(topic).size();
    }

    /**
     * Finds who answers a request.
     *
     * @param topic its levels
     * @return the one, or nothing
     */
    public Object target(List<String> topic) {
        return registry.targetOf(topic, most -> 0);
    }
}
