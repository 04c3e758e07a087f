package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.ErrorCode;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.handler.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The topics that the broker answers by itself, found by their lower-case name.
 *
 * <p>Everything below {@code system} ends here: it is never routed to subscribers, whatever their patterns. Called on the
 * asking client's loop; stateless beyond the broker. Implements SPEC.md, system topics.
 */
final class SystemTopics {
    /** The header line of the first message on every connection. */
    static final byte[] INITIALIZE = Heads.publish(TopicName.of("system.initialize"), SemVer.DEFAULT, null, null);

    /** The header line of the notice that the server ends. */
    static final byte[] SHUTDOWN = Heads.publish(TopicName.of("system.shutdown"), SemVer.DEFAULT, null, null);

    static final String HEARTBEAT = "system.heartbeat";

    /** What only the broker says; nobody can ask for it. */
    private static final Set<String> PUBLISHED = Set.of("system.initialize", "system.shutdown");

    private static final Reply OTHER_VERSION = new Reply.Failure(
            ErrorCode.VERSION_NOT_SUPPORTED,
            "System topics have version 1",
            Map.of("supported", List.of(SemVer.DEFAULT.text()), "executed", "no"));

    private final SystemEvents events;
    private final Counters counters;
    private final Map<String, SystemTopic> topics = new HashMap<>();

    SystemTopics(Broker broker) {
        this.counters = broker.counters();
        this.events = new SystemEvents(broker.fanOut());
        ServiceTopics services = new ServiceTopics(broker);
        SubscriptionTopics subscriptions = new SubscriptionTopics(broker);
        topics.put(HEARTBEAT, (from, request) -> ControlJson.SUCCESS);
        topics.put("system.hello", new HelloTopic());
        LogTopics logs = new LogTopics(broker);
        topics.put("system.log.subscribe", logs::subscribe);
        topics.put("system.log.unsubscribe", logs::unsubscribe);
        topics.put("system.metrics", new MetricsTopic(broker));
        topics.put("system.service.list", services::list);
        topics.put("system.service.register", services::register);
        topics.put("system.service.subscriptions", services::subscriptions);
        topics.put("system.topic.list", subscriptions::list);
        topics.put("system.topic.subscriptions", subscriptions::all);
        topics.put("system.topic.subscribe", subscriptions::subscribe);
        topics.put("system.topic.unsubscribe", subscriptions::unsubscribe);
    }

    void handle(BrokerConnection from, Action action, RequestHead head, Body payload) {
        ClientSession client = from.client();
        counters.message(counters.systemMessages, payload.length());
        client.fanOut().flush();
        boolean heartbeat = head.topic().lower().equals(HEARTBEAT);
        if (action == Action.RESPONSE) {
            // A heartbeat's answer has done its work by arriving; any other system topic is nobody's request.
            if (!heartbeat) {
                client.answersNothing(head, payload);
            }
        } else if (action == Action.PUBLISH) {
            // Answered without an id too, as every refused publish is.
            client.refuse(head, failure(ErrorCode.INVALID_REQUEST, "System topics are requested, not published"));
            client.countFault();
        } else if (heartbeat) {
            client.refuse(head, ControlJson.SUCCESS);
        } else {
            request(from, head, payload);
        }
    }

    private void request(BrokerConnection from, RequestHead head, Body payload) {
        ClientSession client = from.client();
        SystemTopic topic = topics.get(head.topic().lower());
        if (!client.grants().mayRequest(head.topic())) {
            client.refused(Refusal.Reason.FORBIDDEN, Forbidden.NOTICE);
            client.refuseRequest(head, Forbidden.REPLY);
        } else if (PUBLISHED.contains(head.topic().lower())) {
            client.refuseRequest(head, failure(ErrorCode.INVALID_REQUEST, "The server publishes this topic"));
        } else if (topic == null) {
            client.refuseRequest(head, failure(ErrorCode.TOPIC_NOT_SUPPORTED, "There is no such system topic"));
        } else if (!SemVer.DEFAULT.accepts(head.version())) {
            client.refuseRequest(head, OTHER_VERSION);
        } else {
            answer(from, head, payload, topic);
        }
    }

    private void answer(BrokerConnection from, RequestHead head, Body payload, SystemTopic topic) {
        ClientSession client = from.client();
        try {
            Fields request = Fields.of(payload);
            Reply reply = topic.answer(from, request);
            client.refuseRequest(head, reply);
            if (reply == ControlJson.SUCCESS) {
                // Behind the answer: whoever watches may be the asking client itself.
                events.tell(head.topic(), client, request);
            }
        } catch (ReplyException e) {
            client.refuseRequest(head, new Reply.Failure(e.code(), e.text(), e.details()));
        } catch (PayloadException e) {
            client.fault(head, PayloadFault.reply(e));
        }
    }

    private static Reply failure(ErrorCode code, String message) {
        return new Reply.Failure(code, message, Map.of("executed", "no"));
    }
}
