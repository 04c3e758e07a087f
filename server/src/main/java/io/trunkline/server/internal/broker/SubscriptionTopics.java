package io.trunkline.server.internal.broker;

import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import io.trunkline.codec.internal.message.TopicPattern;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.admission.Grants;
import io.trunkline.server.internal.broker.SubscriptionRegistry.Entry;
import io.trunkline.server.internal.broker.SubscriptionRegistry.Outcome;
import io.trunkline.server.internal.handler.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code system.topic.*}: subscriptions made, ended and listed. Thread-safe. */
final class SubscriptionTopics {
    /** The broker's own events that may be subscribed to, by their full names only. */
    private static final Set<String> OPEN = Set.of(
            "system.log",
            "system.message",
            "system.service.register",
            "system.topic.subscribe",
            "system.topic.unsubscribe");

    static final Reply FAILURE = ControlJson.success(Map.of("status", "failure"));

    private final Broker broker;

    SubscriptionTopics(Broker broker) {
        this.broker = broker;
    }

    Reply subscribe(BrokerConnection from, Fields request) {
        TopicPattern pattern = pattern(request);
        List<Interest> interests = interests(request);
        double priority = request.finite("priority");
        requireOpen(pattern);
        requireGranted(from.client(), interests, pattern);
        hold(broker, from.client(), interests, pattern.lower(), priority);
        if (pattern.lower().equals(BrokerLog.TOPIC)) {
            broker.log().subscribe(from.client());
        }
        return ControlJson.SUCCESS;
    }

    /** Adds a subscription, or refuses it by name. */
    static void hold(Broker broker, ClientSession client, List<Interest> interests, String pattern, double priority) {
        Outcome outcome = broker.subscriptions().subscribe(client, interests, pattern, priority);
        if (outcome == Outcome.LIMIT) {
            throw new ReplyException(
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "No more subscriptions",
                    Map.of("reason", "LIMIT_EXCEEDED", "executed", "no"));
        }
    }

    Reply unsubscribe(BrokerConnection from, Fields request) {
        TopicPattern pattern = pattern(request);
        if (!broker.subscriptions().unsubscribe(from.client(), interests(request), pattern.lower())) {
            return FAILURE;
        }
        if (pattern.lower().equals(BrokerLog.TOPIC)) {
            broker.log().unsubscribe(from.client());
        }
        return ControlJson.SUCCESS;
    }

    Reply list(BrokerConnection from, Fields request) {
        List<String> topics = broker.subscriptions().listing(peer -> true).keySet().stream()
                .map(Entry::pattern)
                .distinct()
                .sorted()
                .toList();
        return ControlJson.success(Map.of("topics", topics));
    }

    Reply all(BrokerConnection from, Fields request) {
        return answer(broker.subscriptions().listing(peer -> true));
    }

    /** Writes a listing as both {@code subscriptions} topics do. */
    static Reply answer(Map<Entry, Map<Peer, Double>> listing) {
        List<Map<String, Object>> subscriptions = new ArrayList<>();
        listing.forEach((entry, holders) -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("action", entry.interest().wireName());
            fields.put("topic", entry.pattern());
            fields.put("subscribers", subscribers(holders));
            subscriptions.add(fields);
        });
        return ControlJson.success(Map.of("subscriptions", subscriptions));
    }

    private static List<Map<String, Object>> subscribers(Map<Peer, Double> holders) {
        List<Map<String, Object>> subscribers = new ArrayList<>();
        holders.forEach((peer, priority) -> subscribers.add(Map.of("id", peer.id(), "priority", priority)));
        return subscribers;
    }

    private static TopicPattern pattern(Fields request) {
        try {
            return TopicPattern.of(request.requiredText("topic"));
        } catch (IllegalArgumentException e) {
            throw Fields.invalid("topic: " + e.getMessage());
        }
    }

    private static List<Interest> interests(Fields request) {
        List<Interest> interests = Interest.parse(request.requiredText("action"));
        if (interests == null) {
            throw Fields.invalid("action must be publish, request or both");
        }
        return interests;
    }

    private static void requireOpen(TopicPattern pattern) {
        if (pattern.levels().get(0).equals("system") && !OPEN.contains(pattern.lower())) {
            throw Fields.invalid("this system topic cannot be subscribed to");
        }
    }

    private static void requireGranted(Peer from, List<Interest> interests, TopicPattern pattern) {
        Grants grants = from.grants();
        for (Interest interest : interests) {
            boolean granted = interest == Interest.PUBLISH ? grants.maySubscribe(pattern) : grants.mayServe(pattern);
            if (!granted) {
                from.refused(Refusal.Reason.FORBIDDEN, Forbidden.NOTICE);
                throw Forbidden.exception();
            }
        }
    }
}
