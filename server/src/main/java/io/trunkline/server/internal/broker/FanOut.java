package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.internal.Outgoing;
import io.trunkline.transport.internal.SharedBytes;
import java.util.Objects;
import java.util.Set;

/**
 * Sends one event to everyone who wants it: each once, under one fresh id, the payload as it came.
 *
 * <p>Called on the publisher's thread, which writes to each connection without blocking; a subscriber whose queue is full is
 * closed and the others get the event. A large payload is copied and charged once, and their queues refer to it. Every
 * delivery is queued when this returns, which is what an acknowledgement means. Thread-safe.
 */
final class FanOut {
    private final Broker broker;

    FanOut(Broker broker) {
        this.broker = broker;
    }

    boolean hasSubscribers(TopicName topic) {
        return !broker.subscriptions().subscribersOf(topic.levels()).isEmpty();
    }

    /** False if nobody has subscribed. */
    boolean publish(RequestHead head, Body payload) {
        Set<Peer> subscribers =
                broker.subscriptions().subscribersOf(head.topic().levels());
        if (subscribers.isEmpty()) {
            return false;
        }
        byte[] line = Heads.publish(head.topic(), head.version(), broker.newId(), head.parent());
        if (payload.length() >= Outgoing.LARGE && subscribers.size() > 1) {
            deliverShared(subscribers, line, payload.shared(broker.settings().memory()));
        } else {
            subscribers.forEach(subscriber -> subscriber.deliver(line, payload));
        }
        return true;
    }

    private static void deliverShared(Set<Peer> subscribers, byte[] line, Body payload) {
        SharedBytes account = Objects.requireNonNull(payload.shared());
        account.retain();
        try {
            subscribers.forEach(subscriber -> subscriber.deliver(line, payload));
        } finally {
            account.release();
        }
    }
}
