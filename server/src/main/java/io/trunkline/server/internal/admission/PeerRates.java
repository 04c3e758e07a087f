package io.trunkline.server.internal.admission;

import io.trunkline.codec.internal.message.TopicName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The buckets that one connection takes from with each message of its.
 *
 * <p>The narrowest first, so that what one connection wastes is not charged to others. Loop-confined; what it shares with
 * other connections is thread-safe.
 */
public final class PeerRates {
    private final RateRules rules;
    private final @Nullable String identity;
    private final @Nullable Bucket own;
    private final List<Bucket> ofTopics = new ArrayList<>();

    /**
     * Begins with full buckets of its own.
     *
     * @param rules of the server
     * @param identity the name that was authenticated; null for none
     */
    public PeerRates(RateRules rules, @Nullable String identity) {
        long now = rules.now();
        this.rules = rules;
        this.identity = identity;
        this.own = rules.paces().perConnection() == null ? null : new Bucket(now);
        rules.paces().ofConnection().forEach(topics -> ofTopics.add(new Bucket(now)));
    }

    /**
     * Takes one for a message.
     *
     * @param topic of the message
     * @return false if it comes too soon
     */
    public boolean tryTake(TopicName topic) {
        long now = rules.now();
        return takeOfTopics(topic, now) && takeOwn(now) && takeShared(topic, now);
    }

    private boolean takeOfTopics(TopicName topic, long now) {
        List<RateRules.Topics> limited = rules.paces().ofConnection();
        for (int i = 0; i < limited.size(); i++) {
            RateRules.Topics each = limited.get(i);
            if (each.pattern().matches(topic) && !ofTopics.get(i).tryTake(each.pace(), now)) {
                return false;
            }
        }
        return true;
    }

    private boolean takeOwn(long now) {
        Pace pace = rules.paces().perConnection();
        return own == null || pace == null || own.tryTake(pace, now);
    }

    private boolean takeShared(TopicName topic, long now) {
        RateTable<String> identities = rules.identities();
        if (identities != null && identity != null && !identities.tryTake(identity, now)) {
            return false;
        }
        RateTable<String> topics = rules.topics();
        return topics == null || topics.tryTake(topic.lower(), now);
    }
}
