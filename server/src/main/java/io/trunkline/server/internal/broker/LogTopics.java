package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.handler.Reply;
import java.util.List;

/** {@code system.log.*}: who is shown the broker's log, and what of it. Thread-safe. */
final class LogTopics {
    private final Broker broker;

    LogTopics(Broker broker) {
        this.broker = broker;
    }

    Reply subscribe(BrokerConnection from, Fields request) {
        LogFilter filter = LogFilter.of(request);
        // A subscription like any other: bounded, listed, gone with the client.
        SubscriptionTopics.hold(broker, from.client(), List.of(Interest.PUBLISH), BrokerLog.TOPIC, 0);
        broker.log().subscribe(from.client(), filter);
        return ControlJson.SUCCESS;
    }

    Reply unsubscribe(BrokerConnection from, Fields request) {
        broker.log().unsubscribe(from.client());
        return broker.subscriptions().unsubscribe(from.client(), List.of(Interest.PUBLISH), BrokerLog.TOPIC)
                ? ControlJson.SUCCESS
                : SubscriptionTopics.FAILURE;
    }
}
