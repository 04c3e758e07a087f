package io.trunkline.server.internal.admission;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One bucket per key, as long as it is not full.
 *
 * <p>Bounded: the key that was used longest ago is forgotten first, and then starts with a full bucket. Thread-safe: guarded
 * by {@code this}, for a few map operations at a time.
 *
 * @param <K> an identity's name, or a topic
 */
final class RateTable<K> {
    static final int MAX_KEYS = 65_536;

    private final Pace pace;
    private final int maxKeys;

    /** Used longest ago first. */
    private final Map<K, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    RateTable(Pace pace) {
        this(pace, MAX_KEYS);
    }

    RateTable(Pace pace, int maxKeys) {
        this.pace = pace;
        this.maxKeys = maxKeys;
    }

    synchronized boolean tryTake(K key, long now) {
        Bucket bucket = buckets.computeIfAbsent(key, absent -> new Bucket(now));
        boolean taken = bucket.tryTake(pace, now);
        forgetFull(now);
        return taken;
    }

    synchronized long take(K key, int count, long now) {
        long wait = buckets.computeIfAbsent(key, absent -> new Bucket(now)).take(count, pace, now);
        forgetFull(now);
        return wait;
    }

    private void forgetFull(long now) {
        Iterator<Bucket> eldest = buckets.values().iterator();
        while (eldest.hasNext() && (eldest.next().isFull(now) || buckets.size() > maxKeys)) {
            eldest.remove();
        }
    }

    synchronized int size() {
        return buckets.size();
    }
}
