package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.topic.TopicTrie;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Knows who wants which topics: finds everyone for an event, and the one for a request.
 *
 * <pre>{@code
 * subscribe ─▶ holdings (per subscriber, for limits, lists and goodbye)     under the lock
 *          └─▶ events or requests (tries, for routing)                      read without it
 * }</pre>
 *
 * <p>Patterns are in lower case. A subscriber matched by several patterns is one candidate; its highest priority counts.
 *
 * <p>Thread-safe. Changes are guarded by {@code lock}; {@link #subscribersOf} and {@link #targetOf} take none.
 *
 * @param <S> a subscriber, equal by identity
 */
final class SubscriptionRegistry<S> {
    /** How a subscription went. */
    enum Outcome {
        /** It is new. */
        ADDED,
        /** It was there; its priority is now the given one. */
        PRESENT,
        /** It would exceed the bound of its connection or of the server. */
        LIMIT
    }

    /** One line of a list. */
    record Entry(Interest interest, String pattern) {}

    /** A subscriber that answers requests; equal by subscriber, so that a new priority replaces the old one. */
    private record Candidate<S>(S subscriber, double priority) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Candidate<?> that && subscriber.equals(that.subscriber);
        }

        @Override
        public int hashCode() {
            return subscriber.hashCode();
        }
    }

    /** The candidates of the highest priority so far; one that several patterns bring counts once, with its highest. */
    private static final class Best<S> implements Consumer<Candidate<S>> {
        /** Up to so many are looked through; more are hashed. */
        private static final int FEW = 8;

        private final List<S> equals = new ArrayList<>(1);
        private final Set<S> many = Collections.newSetFromMap(new IdentityHashMap<>(0));
        private double priority = Double.NEGATIVE_INFINITY;

        @Override
        public void accept(Candidate<S> found) {
            if (found.priority > priority) {
                priority = found.priority;
                equals.clear();
                many.clear();
                equals.add(found.subscriber);
            } else if (found.priority == priority && isNew(found.subscriber)) {
                equals.add(found.subscriber);
            }
        }

        private boolean isNew(S subscriber) {
            if (equals.size() < FEW) {
                return !equals.contains(subscriber);
            }
            if (many.isEmpty()) {
                many.addAll(equals);
            }
            return many.add(subscriber);
        }

        @Nullable
        S choose(IntUnaryOperator random) {
            return switch (equals.size()) {
                case 0 -> null;
                case 1 -> equals.get(0);
                default -> equals.get(random.applyAsInt(equals.size()));
            };
        }
    }

    /** The first level of the broker's own topics. */
    private static final String SYSTEM = "system";

    private static final List<String> AUDIT_LEVELS = List.of(Audit.TOPIC.split("\\."));

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<S, Map<Entry, Double>> holdings = new HashMap<>();
    private final TopicTrie<S> events = new TopicTrie<>();
    private final TopicTrie<Candidate<S>> requests = new TopicTrie<>();
    private final int perSubscriber;
    private final int inAll;
    private volatile int held;
    private volatile int version;
    private volatile boolean audited;
    private volatile Consumer<Entry> watcher = entry -> {};

    SubscriptionRegistry(int perSubscriber, int inAll) {
        this.perSubscriber = perSubscriber;
        this.inAll = inAll;
    }

    /** Adds all interests in a pattern, or none of them. */
    Outcome subscribe(S subscriber, Collection<Interest> interests, String pattern, double priority) {
        lock.lock();
        try {
            Map<Entry, Double> mine = holdings.getOrDefault(subscriber, Map.of());
            int added = (int) interests.stream()
                    .filter(interest -> !mine.containsKey(new Entry(interest, pattern)))
                    .count();
            if (added > 0 && (mine.size() + added > perSubscriber || held + added > inAll)) {
                return Outcome.LIMIT;
            }
            interests.forEach(interest -> hold(subscriber, new Entry(interest, pattern), priority));
            return added > 0 ? Outcome.ADDED : Outcome.PRESENT;
        } finally {
            lock.unlock();
        }
    }

    /** Removes the interests in a pattern; false if none of them was there. */
    boolean unsubscribe(S subscriber, Collection<Interest> interests, String pattern) {
        lock.lock();
        try {
            boolean removed = false;
            for (Interest interest : interests) {
                removed |= release(subscriber, new Entry(interest, pattern));
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Removes everything of a subscriber, which has gone. */
    void removeAll(S subscriber) {
        lock.lock();
        try {
            List.copyOf(holdings.getOrDefault(subscriber, Map.of()).keySet())
                    .forEach(entry -> release(subscriber, entry));
        } finally {
            lock.unlock();
        }
    }

    /** Everyone whose patterns match, each once. */
    Set<S> subscribersOf(List<String> topic) {
        Set<S> found = new LinkedHashSet<>();
        if (topic.get(0).equals(SYSTEM)) {
            // By name only, so that no wildcard opens what a name would not (SPEC.md section 5.3).
            events.matchByName(topic, found::add);
        } else {
            events.match(topic, found::add);
        }
        return found;
    }

    /**
     * The subscriber with the highest priority, null if there is none.
     *
     * @param random gives a number below its argument: ties are decided by it
     */
    @Nullable
    S targetOf(List<String> topic, IntUnaryOperator random) {
        Best<S> best = new Best<>();
        requests.match(topic, best);
        return best.choose(random);
    }

    /** The subscriptions of one subscriber, in the order in which they were made. */
    List<Entry> entriesOf(S subscriber) {
        lock.lock();
        try {
            return List.copyOf(holdings.getOrDefault(subscriber, Map.of()).keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Lists what subscribers of some kind hold: by interest and pattern, with each one's priority there. */
    Map<Entry, Map<S, Double>> listing(Predicate<S> kind) {
        Map<Entry, Map<S, Double>> listing = new LinkedHashMap<>();
        lock.lock();
        try {
            holdings.forEach((subscriber, mine) -> {
                if (kind.test(subscriber)) {
                    mine.forEach((entry, priority) -> listing.computeIfAbsent(entry, e -> new LinkedHashMap<>())
                            .put(subscriber, priority));
                }
            });
        } finally {
            lock.unlock();
        }
        return listing;
    }

    /**
     * Has something told of each entry that somebody came to or went from, those that are held already included.
     *
     * @param told under the lock, so it only takes note
     */
    void watch(Consumer<Entry> told) {
        lock.lock();
        try {
            watcher = told;
            holdings.values().forEach(mine -> mine.keySet().forEach(told));
        } finally {
            lock.unlock();
        }
    }

    /** Whether anybody holds an entry. */
    boolean isHeld(Entry entry) {
        List<String> levels = SharedInterests.levels(entry.pattern);
        return entry.interest == Interest.PUBLISH ? events.hasValues(levels) : requests.hasValues(levels);
    }

    /** Changes with every change; what was found under one version is what would be found again. */
    int version() {
        return version;
    }

    /** How many subscriptions are held. */
    int size() {
        return held;
    }

    /** Whether somebody watches every message. */
    boolean isAudited() {
        return audited;
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return held == 0 && holdings.isEmpty() && events.isEmpty() && requests.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Guarded by the lock; volatile for those who only look.
    private void hold(S subscriber, Entry entry, double priority) {
        assert lock.isHeldByCurrentThread();
        if (entry.interest == Interest.PUBLISH) {
            events.add(entry.pattern, subscriber);
        } else {
            requests.add(entry.pattern, new Candidate<>(subscriber, priority));
        }
        Map<Entry, Double> mine = holdings.computeIfAbsent(subscriber, s -> new LinkedHashMap<>());
        if (mine.put(entry, priority) == null) {
            held = held + 1;
        }
        changed(entry);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Guarded by the lock; volatile for those who only look.
    private boolean release(S subscriber, Entry entry) {
        assert lock.isHeldByCurrentThread();
        Map<Entry, Double> mine = holdings.get(subscriber);
        if (mine == null || mine.remove(entry) == null) {
            return false;
        }
        held = held - 1;
        if (mine.isEmpty()) {
            holdings.remove(subscriber);
        }
        boolean removed = entry.interest == Interest.PUBLISH
                ? events.remove(entry.pattern, subscriber)
                : requests.remove(entry.pattern, new Candidate<>(subscriber, 0));
        changed(entry);
        return removed;
    }

    /** Behind the change: who sees the new version sees the change too. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Guarded by the lock; volatile for those who only look.
    private void changed(Entry entry) {
        assert lock.isHeldByCurrentThread();
        version = version + 1;
        watcher.accept(entry);
        if (entry.pattern.equals(Audit.TOPIC)) {
            audited = events.hasValues(AUDIT_LEVELS);
        }
    }
}
