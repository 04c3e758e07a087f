package io.trunkline.client.internal.supervise;

import io.trunkline.transport.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows which endpoints are to be trusted, for all connections of one client.
 *
 * <pre>{@code
 *             failed, lost                  taken by one connection
 *   TRUSTED ───────────────▶ SUSPECT ─────────────────────────────▶ PROBED
 *      ▲                        ▲                                      │ │
 *      │                        └──────── failed, given up ────────────┘ │
 *      └─────────────────────────────────── opened ──────────────────────┘
 * }</pre>
 *
 * <p>A suspect endpoint is tried by one connection at a time: the others use those that are trusted, or wait for what comes of
 * the probe. So a server that comes back meets one connection of each client, and then the rest.
 *
 * <p>Thread-safe. Guarded by {@code lock}, under which nothing is called.
 */
public final class EndpointBook {
    private enum Trust {
        TRUSTED,
        SUSPECT,
        PROBED
    }

    /**
     * What a connection is to try.
     *
     * <p>Immutable.
     *
     * @param endpoint where
     * @param isProbe whether the others wait for what comes of it
     */
    record Choice(Endpoint endpoint, boolean isProbe) {}

    private static final class Entry {
        private final Endpoint endpoint;
        private Trust trust = Trust.TRUSTED;
        private long failedAt;

        Entry(Endpoint endpoint) {
            this.endpoint = endpoint;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private long failures;

    /**
     * Trusts every endpoint, in this order.
     *
     * @param endpoints one or more, each once
     */
    public EndpointBook(List<Endpoint> endpoints) {
        for (Endpoint endpoint : endpoints) {
            entries.add(new Entry(endpoint));
        }
    }

    int size() {
        return entries.size();
    }

    /**
     * Chooses for a connection: a trusted one, from its own place in the list on, else the one that failed longest ago.
     *
     * @param place where in the list the connection begins
     * @param tried those that it has tried in this round
     * @return null if there is none, or others are finding out about those that are left
     */
    @Nullable
    Choice take(int place, Set<Endpoint> tried) {
        lock.lock();
        try {
            Entry best = null;
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get((place + i) % entries.size());
                if (entry.trust == Trust.PROBED || tried.contains(entry.endpoint)) {
                    continue;
                }
                if (entry.trust == Trust.TRUSTED) {
                    return new Choice(entry.endpoint, false);
                }
                if (best == null || entry.failedAt < best.failedAt) {
                    best = entry;
                }
            }
            return best == null ? null : probe(best);
        } finally {
            lock.unlock();
        }
    }

    private static Choice probe(Entry suspect) {
        suspect.trust = Trust.PROBED;
        return new Choice(suspect.endpoint, true);
    }

    /** Runs a task, on some thread, as soon as somebody has found out about an endpoint. */
    void whenKnown(Runnable task) {
        lock.lock();
        try {
            if (entries.stream().anyMatch(entry -> entry.trust == Trust.PROBED)) {
                waiting.add(task);
                return;
            }
        } finally {
            lock.unlock();
        }
        task.run();
    }

    void opened(Choice choice) {
        known(choice, Trust.TRUSTED);
    }

    /** It failed, its connection was lost, or whoever tried it has given up. */
    void failed(Choice choice) {
        known(choice, Trust.SUSPECT);
    }

    private void known(Choice choice, Trust trust) {
        List<Runnable> told;
        lock.lock();
        try {
            Entry entry = entry(choice.endpoint());
            if (entry.trust == Trust.PROBED && trust == Trust.SUSPECT && !choice.isProbe()) {
                return; // Old news: somebody is finding out about it anew.
            }
            entry.trust = trust;
            entry.failedAt = ++failures;
            told = List.copyOf(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        told.forEach(Runnable::run);
    }

    private Entry entry(Endpoint endpoint) {
        for (Entry entry : entries) {
            if (entry.endpoint.equals(endpoint)) {
                return entry;
            }
        }
        throw new IllegalArgumentException("not one of the client's endpoints: " + endpoint);
    }
}
