package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.Payload;
import io.trunkline.Topic;
import io.trunkline.TrunklineException;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.ConnectionLostException;

/**
 * Publishes that nobody waits for: written to the connection, kept for the next one, or refused.
 *
 * <p>Thread-safe.
 */
final class OneWayPublishes {
    private final CallFactory factory;
    private final ClientParts parts;
    private final ClientLifecycle lifecycle;
    private final boolean mayWait;

    /**
     * @param mayWait whether the gate has room for those that are made while there is no connection
     */
    OneWayPublishes(CallFactory factory, ClientParts parts, ClientLifecycle lifecycle, boolean mayWait) {
        this.factory = factory;
        this.parts = parts;
        this.lifecycle = lifecycle;
        this.mayWait = mayWait;
    }

    <T> void publish(Topic<T> topic, T event) {
        Payload payload = factory.encode(event);
        TopicName name = factory.topic(topic.topic());
        SemVer version = factory.version(topic.version());
        boolean binary = factory.isBinary(event, payload);
        BrokerSession session = parts.gate().session();
        if (session != null) {
            SessionLine line = session.line();
            try {
                line.writeOneWay(line.frame(header(name, version), payload, binary));
                return;
            } catch (ConnectionLostException e) {
                if (!mayWait) {
                    throw e;
                }
            }
        }
        offline(new OfflinePublish(
                parts.gate(),
                payload.size(),
                line -> line.frame(header(name, version), payload, binary),
                why -> parts.watch().publishLost(topic.topic(), why)));
    }

    private static HeaderWriter header(TopicName topic, SemVer version) {
        return new HeaderWriter().begin(Action.PUBLISH, topic, version);
    }

    private void offline(OfflinePublish publish) {
        if (!mayWait) {
            TrunklineException closed = parts.gate().refusal();
            throw closed == null ? lifecycle.notConnected() : closed;
        }
        publish.begin();
    }
}
