package io.trunkline.client.internal;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What outlives a client's connections.
 *
 * <p>Thread-safe, as its parts are.
 *
 * @param name names the client in errors and the log
 * @param threads the client's share of a runtime
 * @param gate where calls wait for a connection
 * @param watch tells the log and the observer
 * @param subscriptions what is received
 * @param served what is answered
 * @param service what the client is called
 */
record ClientParts(
        String name,
        ClientThreads threads,
        Gate gate,
        ClientWatch watch,
        SubscriptionRegistry subscriptions,
        ServedRoutes served,
        Optional<ServiceName> service) {
    /** Tells a new connection's broker everything that it has to know; runs a task when it has answered all of it. */
    void restore(BrokerSession session, Runnable restored) {
        Runnable subscribe = whileOpen(session, () -> subscriptions.attach(session.control(), restored));
        register(session, whileOpen(session, () -> served.attach(session.servingWire(), subscribe)));
    }

    /** A connection whose end has been told must not be attached any more: nobody would detach it. */
    private static Runnable whileOpen(BrokerSession session, Runnable then) {
        return () -> {
            if (session.connection().isOpen()) {
                then.run();
            }
        };
    }

    /** The name first: what comes after is shown under it. */
    private void register(BrokerSession session, Runnable then) {
        if (service.isEmpty()) {
            then.run();
            return;
        }
        ServiceName own = service.get();
        session.control().register(own.name(), own.description()).whenComplete((done, error) -> {
            if (error != null && session.connection().isOpen()) {
                watch.restoreFailed("service " + own.name(), Failures.unwrapped(error));
            }
            then.run();
        });
    }

    /** Refuses what is declared from now on. */
    void end(Supplier<RuntimeException> why) {
        subscriptions.end(why);
        served.end(why);
    }
}
