package io.trunkline.server.internal.admission;

import io.trunkline.codec.internal.message.TopicPattern;
import io.trunkline.transport.internal.Ticker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often peers may ask and publish: each connection, each identity, each topic, and each connection some topics.
 *
 * <p>Thread-safe.
 */
public final class RateRules {
    /**
     * What is allowed. Immutable.
     *
     * @param perConnection null for no limit, as the next two
     * @param perIdentity on all its connections
     * @param perTopic whoever asks
     * @param ofConnection topics of their own rate, per connection; each pattern counts by itself
     */
    public record Paces(
            @Nullable Pace perConnection,
            @Nullable Pace perIdentity,
            @Nullable Pace perTopic,
            List<Topics> ofConnection) {
        /** Copies the list. */
        public Paces {
            ofConnection = List.copyOf(ofConnection);
        }

        boolean isEmpty() {
            return perConnection == null && perIdentity == null && perTopic == null && ofConnection.isEmpty();
        }
    }

    /**
     * Topics, and how often one connection may use them.
     *
     * @param pattern of the topics
     * @param pace for all of them together
     */
    public record Topics(TopicPattern pattern, Pace pace) {}

    private final Paces paces;
    private final Ticker ticker;
    private final @Nullable RateTable<String> identities;
    private final @Nullable RateTable<String> topics;

    private RateRules(Paces paces, Ticker ticker) {
        this.paces = paces;
        this.ticker = ticker;
        this.identities = paces.perIdentity() == null ? null : new RateTable<>(paces.perIdentity());
        this.topics = paces.perTopic() == null ? null : new RateTable<>(paces.perTopic());
    }

    /**
     * Begins with every bucket full.
     *
     * @param paces what is allowed
     * @param ticker the clock
     * @return null where nothing is limited
     */
    public static @Nullable RateRules of(Paces paces, Ticker ticker) {
        return paces.isEmpty() ? null : new RateRules(paces, ticker);
    }

    /**
     * Tells whether what has no topic is limited too.
     *
     * @return false if only topics are
     */
    public boolean limitFrames() {
        return paces.perConnection() != null || paces.perIdentity() != null;
    }

    Paces paces() {
        return paces;
    }

    long now() {
        return ticker.nanos();
    }

    @Nullable
    RateTable<String> identities() {
        return identities;
    }

    @Nullable
    RateTable<String> topics() {
        return topics;
    }
}
