package io.trunkline.server.internal.broker;

import io.trunkline.server.LogLevel;
import io.trunkline.server.internal.handler.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code system.service.*}: who is there, under which name, and what they have subscribed to. Thread-safe. */
final class ServiceTopics {
    private static final int MAX_NAME = 36;
    private static final int MAX_DESCRIPTION = 1_024;

    private final Broker broker;

    ServiceTopics(Broker broker) {
        this.broker = broker;
    }

    Reply list(BrokerConnection from, Fields request) {
        broker.counters().discoveries.increment();
        Instant now = Instant.now();
        long nanos = broker.settings().calls().ticker().nanos();
        List<Map<String, Object>> services = broker.sessions().stream()
                .filter(session -> !session.isLeaving())
                .map(session -> session.info().toFields(now, nanos))
                .toList();
        return ControlJson.success(Map.of("services", services));
    }

    Reply register(BrokerConnection from, Fields request) {
        String name = request.text("name").orElse("");
        String description = request.text("description").orElse("");
        if (characters(name) > MAX_NAME) {
            throw Fields.invalid("name has more than " + MAX_NAME + " characters");
        }
        if (characters(description) > MAX_DESCRIPTION) {
            throw Fields.invalid("description has more than " + MAX_DESCRIPTION + " characters");
        }
        if (from.client().info().register(name, description)) {
            broker.counters().registered.increment();
        }
        broker.log()
                .tell(
                        LogLevel.INFO,
                        "service registered",
                        Map.of("serviceId", from.client().id(), "name", name));
        return ControlJson.SUCCESS;
    }

    Reply subscriptions(BrokerConnection from, Fields request) {
        String id = request.text("serviceId").orElse(from.client().id());
        return SubscriptionTopics.answer(
                broker.subscriptions().listing(peer -> peer.id().equals(id)));
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
