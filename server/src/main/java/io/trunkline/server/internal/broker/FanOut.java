package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.internal.EventLoop;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends each event to everyone who wants it: once, under one fresh id, the payload as it came.
 *
 * <p>Events that clients publish are written by the loops of their subscribers ({@link LoopFanOut}); the server's own by the
 * thread that publishes them. Neither blocks: a subscriber whose queue is full is treated as its listener's overflow policy
 * says, and the others get the event. A publish is confirmed when it is queued to all. Thread-safe.
 */
final class FanOut {
    private final Broker broker;
    private final Map<EventLoop, LoopFanOut> loops = new ConcurrentHashMap<>();

    FanOut(Broker broker) {
        this.broker = broker;
    }

    /** The part of it that a loop does. */
    LoopFanOut on(EventLoop loop) {
        return loops.computeIfAbsent(loop, LoopFanOut::of);
    }

    boolean hasSubscribers(TopicName topic) {
        return !broker.subscriptions().subscribersOf(topic.levels()).isEmpty();
    }

    /** Publishes a client's event, on its loop; false if nobody has subscribed. Confirms it, if it has an id. */
    boolean publish(Peer from, RequestHead head, Body payload) {
        int version = broker.subscriptions().version();
        Recipients recipients = from.fanOut().recipients(head.topic(), version, () -> match(head.topic()));
        if (recipients.isEmpty()) {
            return false;
        }
        Event event = event(head, payload);
        audit(recipients, head, event);
        from.fanOut().publish(event, recipients, from, head);
        return true;
    }

    private Recipients match(TopicName topic) {
        return Recipients.of(broker.subscriptions().subscribersOf(topic.levels()));
    }

    private Event event(RequestHead head, Body payload) {
        byte[] line = Heads.publish(head.topic(), head.version(), broker.newId(), head.parent());
        return new Event(line, payload, broker.settings().memory());
    }

    private void audit(Recipients recipients, RequestHead head, Event event) {
        Audit audit = broker.audit();
        if (audit.isOn()) {
            Audit.Shown shown = new Audit.Shown(Action.PUBLISH, head, null, head.id());
            recipients.groups().forEach(group -> group.peers().forEach(peer -> audit.to(peer, shown, event.payload())));
        }
    }

    /** Publishes an event of the server's own, on any thread; false if nobody has subscribed. */
    boolean publish(RequestHead head, Body payload) {
        Set<Peer> subscribers =
                broker.subscriptions().subscribersOf(head.topic().levels());
        if (subscribers.isEmpty()) {
            return false;
        }
        deliver(subscribers, event(head, payload));
        return true;
    }

    /** Gives an event to each of these, on the caller's thread. */
    static void deliver(Set<Peer> subscribers, Event event) {
        event.retain();
        try {
            subscribers.forEach(subscriber -> subscriber.deliver(event.framesFor(subscriber.features())));
        } finally {
            event.release();
        }
    }
}
