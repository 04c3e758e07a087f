package io.trunkline.server.internal.broker;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shares of one connection, by topic: a topic gets at most half of the requests that may run on it.
 *
 * <p>Loop-confined; the shares themselves are given back by any thread.
 */
final class TopicShares {
    /** Most clients use a handful of topics; unused shares are swept when so many are known. */
    private static final int SWEEP_AT = 32;

    private final TopicLoads loads;
    private final int most;
    private final Map<Object, TopicShare> shares = new HashMap<>(4);
    private int sweepAt = SWEEP_AT;
    private @Nullable Object lastKey;
    private @Nullable TopicShare last;

    TopicShares(TopicLoads loads, int requestsPerConnection) {
        this.loads = loads;
        this.most = TopicLoads.half(requestsPerConnection);
    }

    /** Takes a part of a route's or topic's share for one request; null if it is spent. */
    @SuppressWarnings("ReferenceEquality") // An equal key that is another object costs a look-up, no more.
    @Nullable
    TopicShare tryBegin(Object key, String connection) {
        // Requests of a connection mostly name the topic of the one before.
        TopicShare share = key == lastKey ? last : shares.get(key);
        if (share == null) {
            share = new TopicShare(key, loads.find(key));
            add(key, share);
        }
        lastKey = key;
        last = share;
        if (share.tryBegin(loads, most)) {
            return share;
        }
        loads.warnFull(share.load(), connection);
        return null;
    }

    private void add(Object key, TopicShare share) {
        if (shares.size() >= sweepAt) {
            shares.values().removeIf(TopicShare::isUnused);
            lastKey = null;
            last = null;
            sweepAt = Math.max(SWEEP_AT, 2 * shares.size());
        }
        shares.put(key, share);
    }
}
