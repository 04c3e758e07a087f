package io.trunkline.server.internal.broker;

import io.trunkline.server.BrokerOptions;
import io.trunkline.transport.internal.MemoryBudget;

/**
 * The numbers of a broker. Immutable.
 *
 * @param calls clock and workers
 * @param memory what events are charged to that many queues refer to
 * @param requestsPerConnection that may run at once
 * @param requests that may run at once on all connections
 * @param subscriptionsPerConnection that may be held
 * @param subscriptions that may be held by all connections
 * @param protocolErrors that a connection may make; the next one closes it
 * @param options times and sizes
 */
public record BrokerSettings(
        LocalCalls calls,
        MemoryBudget memory,
        int requestsPerConnection,
        int requests,
        int subscriptionsPerConnection,
        int subscriptions,
        int protocolErrors,
        BrokerOptions options) {}
