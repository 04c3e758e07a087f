package io.trunkline.client.internal;

import io.trunkline.codec.internal.message.TopicName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the client wants to receive, and finds the receivers of an event.
 *
 * <p>It outlives connections. Thread-safe; {@link #dispatch} looks at a snapshot that the first event after a change replaces, so
 * that ten thousand subscriptions in a row build it once.
 */
final class SubscriptionRegistry {
    private final Declarations<ActiveSubscription<?>> declared;
    private volatile @Nullable Dispatch dispatch;

    SubscriptionRegistry() {
        this((pattern, error) -> {});
    }

    /**
     * @param refused told of subscriptions that a new connection's broker refuses
     */
    SubscriptionRegistry(BiConsumer<String, RuntimeException> refused) {
        declared = new Declarations<>(refused);
    }

    /** Declares a subscription; its confirmation completes when the broker has acknowledged the pattern. */
    void add(ActiveSubscription<?> subscription) {
        declared.add(subscription);
    }

    /** Withdraws a subscription; the broker is told when it was the last of its pattern. */
    void remove(ActiveSubscription<?> subscription) {
        declared.remove(subscription);
    }

    /** Tells a new connection's broker everything that is wanted; runs a task when it has answered all of it. */
    void attach(Declarations.Wire newWire, Runnable restored) {
        declared.attach(newWire, restored);
    }

    /** Forgets what the broker of a lost connection was told. */
    void detach(Declarations.Wire lost) {
        declared.detach(lost);
    }

    /** Finds who receives an event. Loop-confined. */
    List<ActiveSubscription<?>> dispatch(TopicName topic) {
        Dispatch current = dispatch;
        return (current == null || current.version() != declared.version() ? refresh() : current).receiversOf(topic);
    }

    private Dispatch refresh() {
        int version = declared.version(); // Before the look: a change after it is seen next time.
        Dispatch fresh = Dispatch.of(version, declared.all());
        dispatch = fresh;
        return fresh;
    }

    /** Lets every receiver finish what it has; completes when all have. */
    CompletionStage<Void> finish() {
        return CompletableFuture.allOf(declared.all().stream()
                .map(subscription -> subscription.finish().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Refuses further subscriptions, and fails those that still wait for their acknowledgement. */
    void end(Supplier<RuntimeException> reason) {
        declared.end(reason);
    }

    /** Drops what waits for receivers. */
    void discard() {
        declared.all().forEach(ActiveSubscription::end);
    }

    int size() {
        return declared.all().size();
    }

    /** Counts the events that receivers have lost. */
    long dropped() {
        return declared.all().stream().mapToLong(ActiveSubscription::dropped).sum();
    }
}
