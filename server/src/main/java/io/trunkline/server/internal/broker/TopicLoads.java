package io.trunkline.server.internal.broker;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the load of each topic that has requests running, so that one topic leaves the others their share.
 *
 * <p>A route of this server is one load, whatever topics its pattern takes: a client must not get more by inventing names.
 * Requests that are forwarded are counted by their topic. Thread-safe.
 */
final class TopicLoads {
    private static final Logger LOG = LoggerFactory.getLogger(TopicLoads.class);

    /** Loads without a request are swept when so many are known; as many as run at most stay. */
    private static final int SWEEP_AT = 1_024;

    /** A topic that is full stays so for a while; its line comes at most so often. */
    private static final long WARN_EVERY_NANOS = 10_000_000_000L;

    private final Map<Object, TopicLoad> loads = new ConcurrentHashMap<>();
    private final LocalCalls calls;
    private final ServerLoad server;
    private final AtomicLong nextWarning;
    private final int bound;
    private volatile int sweepAt = SWEEP_AT;

    /**
     * Knows no topic yet.
     *
     * @param calls whose clock paces the warnings
     * @param server all that runs; a topic gets half of what may
     */
    TopicLoads(LocalCalls calls, ServerLoad server) {
        this.server = server;
        this.calls = calls;
        this.nextWarning = new AtomicLong(calls.ticker().nanos());
        this.bound = half(server.bound());
    }

    /** Half of a bound, and at least one. */
    static int half(int bound) {
        return Math.max(1, bound / 2);
    }

    /** The load of all topics together. */
    ServerLoad server() {
        return server;
    }

    int bound() {
        return bound;
    }

    /** The load of a route, or of a topic in lower case. */
    TopicLoad find(Object key) {
        TopicLoad known = loads.get(key);
        if (known == null) {
            known = loads.computeIfAbsent(key, k -> new TopicLoad(k.toString().toLowerCase(Locale.ROOT)));
            if (loads.size() >= sweepAt) {
                sweep();
            }
        }
        return known;
    }

    /** Looks for a load in the place of one that was retired. */
    TopicLoad replace(Object key, TopicLoad retired) {
        loads.remove(key, retired);
        return find(key);
    }

    private void sweep() {
        loads.values().removeIf(TopicLoad::tryRetire);
        sweepAt = Math.max(SWEEP_AT, 2 * loads.size());
    }

    /** Says in the log which topic holds all that one topic may: its handlers block, or it has too many callers. */
    void warnFull(TopicLoad load, String connection) {
        long now = calls.ticker().nanos();
        long due = nextWarning.get();
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + WARN_EVERY_NANOS)) {
            LOG.warn(
                    "event=topic-busy topic=\"{}\" running={} refused={} conn={}: its requests end more slowly than they come, or"
                            + " block",
                    load.name(),
                    load.running(),
                    load.refused(),
                    connection);
        }
    }

    int size() {
        return loads.size();
    }
}
