package io.trunkline.client.internal;

import io.trunkline.client.internal.PatternEntry.Step;
import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.codec.internal.message.TopicPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the client wants to receive, keeps the broker informed, and finds the receivers of an event.
 *
 * <p>It outlives connections: {@link #attach} tells a new one everything that is wanted, {@link #detach} forgets what the
 * old one was told.
 *
 * <p>Thread-safe. Guarded by {@code lock}, under which nothing is called; {@link #dispatch} looks at a snapshot that every
 * change replaces.
 */
final class SubscriptionRegistry {
    /** How the broker is told; implemented by whoever owns the connection. */
    interface Wire {
        CompletionStage<?> subscribe(String pattern);

        CompletionStage<?> unsubscribe(String pattern);
    }

    private final Object lock = new Object();
    private final Map<String, PatternEntry> entries = new HashMap<>();

    /** Null after a change, until the next event: ten thousand subscriptions in a row build it once. */
    private volatile @Nullable Dispatch dispatch;

    private @Nullable Wire wire;
    private @Nullable Supplier<RuntimeException> ended;

    /** Declares a subscription; its confirmation completes when the broker has acknowledged the pattern. */
    void add(ActiveSubscription<?> subscription) {
        String key = subscription.pattern().toLowerCase(Locale.ROOT);
        PatternEntry entry;
        boolean known;
        synchronized (lock) {
            if (ended != null) {
                throw ended.get();
            }
            entry = entries.computeIfAbsent(key, k -> new PatternEntry(k, TopicPattern.of(k)));
            known = entry.add(subscription);
            dispatch = null;
        }
        if (known) {
            subscription.confirm(null);
        }
        advance(entry);
    }

    /** Withdraws a subscription; the broker is told when it was the last of its pattern. */
    void remove(ActiveSubscription<?> subscription) {
        PatternEntry entry;
        synchronized (lock) {
            entry = entries.get(subscription.pattern().toLowerCase(Locale.ROOT));
            if (entry == null || !entry.remove(subscription)) {
                return;
            }
            dispatch = null;
        }
        advance(entry);
    }

    /** Tells a new connection's broker everything that is wanted. */
    void attach(Wire newWire) {
        List<PatternEntry> all;
        synchronized (lock) {
            wire = newWire;
            all = List.copyOf(entries.values());
        }
        all.forEach(this::advance);
    }

    /** Forgets what the broker of a lost connection was told. */
    void detach() {
        synchronized (lock) {
            wire = null;
            entries.values().forEach(PatternEntry::detached);
        }
    }

    private void advance(PatternEntry entry) {
        Wire to;
        Step step;
        int generation;
        synchronized (lock) {
            to = wire;
            step = to == null ? entry.nextUnconnected() : entry.next();
            generation = entry.generation();
            if (step == Step.FORGET) {
                entries.remove(entry.key, entry);
            }
        }
        if (to == null) {
            return;
        }
        switch (step) {
            case SUBSCRIBE -> follow(entry, generation, to.subscribe(entry.key));
            case UNSUBSCRIBE -> follow(entry, generation, to.unsubscribe(entry.key));
            default -> {
                // Nothing to ask, or an answer is on its way and will bring us here again.
            }
        }
    }

    private void follow(PatternEntry entry, int generation, CompletionStage<?> answer) {
        answer.whenComplete((ignored, error) -> answered(entry, generation, Failures.unwrap(error)));
    }

    private void answered(PatternEntry entry, int generation, @Nullable RuntimeException error) {
        List<ActiveSubscription<?>> concerned;
        synchronized (lock) {
            if (entry.generation() != generation) {
                return;
            }
            concerned = error == null ? entry.succeeded() : entry.failed();
            dispatch = null;
        }
        for (ActiveSubscription<?> subscription : concerned) {
            subscription.confirm(error);
            if (error != null) {
                subscription.end();
            }
        }
        advance(entry);
    }

    /** Finds who receives an event. Loop-confined. */
    List<ActiveSubscription<?>> dispatch(TopicName topic) {
        Dispatch current = dispatch;
        return (current == null ? refresh() : current).receiversOf(topic);
    }

    private Dispatch refresh() {
        synchronized (lock) {
            Dispatch fresh = Dispatch.of(entries.values());
            dispatch = fresh;
            return fresh;
        }
    }

    /** Lets every receiver finish what it has; completes when all have. */
    CompletionStage<Void> finish() {
        return CompletableFuture.allOf(all().stream()
                .map(subscription -> subscription.finish().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Refuses further subscriptions, and fails those that still wait for their acknowledgement. */
    void end(Supplier<RuntimeException> reason) {
        synchronized (lock) {
            ended = reason;
            wire = null;
        }
        for (ActiveSubscription<?> subscription : all()) {
            subscription.confirm(reason.get());
        }
    }

    /** Drops what waits for receivers. */
    void discard() {
        all().forEach(ActiveSubscription::end);
    }

    private List<ActiveSubscription<?>> all() {
        List<ActiveSubscription<?>> all = new ArrayList<>();
        synchronized (lock) {
            entries.values().forEach(entry -> all.addAll(entry.subscriptions()));
        }
        return all;
    }
}
