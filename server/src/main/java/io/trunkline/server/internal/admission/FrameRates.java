package io.trunkline.server.internal.admission;

import io.trunkline.Identity;
import io.trunkline.transport.Connection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The buckets that a connection without topics takes from: its own, and its identity's.
 *
 * <p>Its own first, so that what one connection wastes is not charged to others. Who it is may become known between two
 * frames. Caller-confined; what it shares with other connections is thread-safe.
 */
public final class FrameRates {
    private final RateRules rules;
    private final Connection connection;
    private final @Nullable Bucket own;

    /**
     * Begins with a full bucket of its own.
     *
     * @param rules of the server
     * @param connection asked who it is
     */
    public FrameRates(RateRules rules, Connection connection) {
        this.rules = rules;
        this.connection = connection;
        this.own = rules.paces().perConnection() == null ? null : new Bucket(rules.now());
    }

    /**
     * Takes one, of a frame or a stream that may still be refused.
     *
     * @return false if it comes too soon
     */
    public boolean tryTake() {
        long now = rules.now();
        Pace pace = rules.paces().perConnection();
        if (own != null && pace != null && !own.tryTake(pace, now)) {
            return false;
        }
        RateTable<String> identities = rules.identities();
        Optional<Identity> identity = connection.identity();
        return identities == null
                || identity.isEmpty()
                || identities.tryTake(identity.get().name(), now);
    }

    /**
     * Takes some, of frames that are handed on whatever comes of it.
     *
     * @param frames how many
     * @return nanoseconds until there is room for one more; 0 if there is
     */
    public long take(int frames) {
        long now = rules.now();
        Pace pace = rules.paces().perConnection();
        long wait = own == null || pace == null ? 0 : own.take(frames, pace, now);
        RateTable<String> identities = rules.identities();
        Optional<Identity> identity = connection.identity();
        return identities == null || identity.isEmpty()
                ? wait
                : Math.max(wait, identities.take(identity.get().name(), frames, now));
    }
}
