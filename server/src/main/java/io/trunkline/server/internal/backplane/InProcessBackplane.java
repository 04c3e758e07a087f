package io.trunkline.server.internal.backplane;

import io.trunkline.Payload;
import io.trunkline.server.Backplane;
import io.trunkline.server.internal.topic.TopicTrie;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the servers of one process: whoever publishes or asks calls the links of the others, on its own thread.
 *
 * <p>So order per sender is given, and nothing is ever queued here. Thread-safe: two tries that are read without a lock.
 */
public final class InProcessBackplane implements Backplane {
    private static final Logger log = LoggerFactory.getLogger(InProcessBackplane.class);

    private final TopicTrie<Subscribed> subscribed = new TopicTrie<>();
    private final TopicTrie<Served> served = new TopicTrie<>();

    /**
     * A link to a receiver; equal by identity.
     *
     * @param node whose it is
     */
    record Subscribed(InProcessNode node, Receiver receiver) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        /** What a receiver throws costs it this message, and its publisher nothing. */
        void receive(String subject, Payload message) {
            try {
                receiver.receive(subject, message);
            } catch (RuntimeException | Error e) {
                log.error("event=backplane-receiver-failed subject={}", subject, e);
            }
        }
    }

    /**
     * A link to a responder; equal by identity.
     *
     * @param node whose it is
     */
    record Served(InProcessNode node, Responder responder) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    @Override
    public Node join() {
        return new InProcessNode(this);
    }

    TopicTrie<Subscribed> subscribed() {
        return subscribed;
    }

    TopicTrie<Served> served() {
        return served;
    }

    /** The links of others than this node that a subject is for. */
    List<Subscribed> receivers(String subject, InProcessNode from) {
        List<Subscribed> found = new ArrayList<>();
        subscribed.match(levels(subject), link -> {
            if (link.node() != from) {
                found.add(link);
            }
        });
        return found;
    }

    /** The same for requests. */
    List<Served> responders(String subject, InProcessNode from) {
        List<Served> found = new ArrayList<>();
        served.match(levels(subject), link -> {
            if (link.node() != from) {
                found.add(link);
            }
        });
        return found;
    }

    private static List<String> levels(String subject) {
        return List.of(subject.split("\\.", -1));
    }
}
