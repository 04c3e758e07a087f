package io.trunkline.client.internal;

import io.trunkline.codec.internal.message.TopicPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * All subscriptions of one pattern, and what the broker knows of it.
 *
 * <pre>{@code
 *              first subscription              acknowledged
 *   ABSENT ───────────────────────▶ SUBSCRIBING ───────────▶ PRESENT
 *     ▲ ▲                               │                       │ last one cancelled
 *     │ └────────── refused ────────────┘                       ▼
 *     └──────────────── answered, or not ──────────────── UNSUBSCRIBING
 * }</pre>
 *
 * <p>At most one request per pattern is on its way, so subscribing and unsubscribing cannot overtake each other; what was
 * wanted meanwhile is looked at again when it is answered. When the connection is replaced, every pattern is ABSENT again.
 *
 * <p>Guarded by the registry's lock.
 */
final class PatternEntry {
    /** What the broker knows of the pattern. */
    private enum Wire {
        ABSENT,
        SUBSCRIBING,
        PRESENT,
        UNSUBSCRIBING
    }

    /** What is to be asked of the broker next. */
    enum Step {
        NOTHING,
        SUBSCRIBE,
        UNSUBSCRIBE,
        /** Nobody wants the pattern and the broker does not know it. */
        FORGET
    }

    final String key;
    final TopicPattern pattern;
    private final List<ActiveSubscription<?>> subscriptions = new ArrayList<>();
    private Wire wire = Wire.ABSENT;
    private int generation;

    PatternEntry(String key, TopicPattern pattern) {
        this.key = key;
        this.pattern = pattern;
    }

    /** Adds a subscription; true if the broker has acknowledged the pattern already. */
    boolean add(ActiveSubscription<?> subscription) {
        subscriptions.add(subscription);
        return wire == Wire.PRESENT;
    }

    boolean remove(ActiveSubscription<?> subscription) {
        return subscriptions.remove(subscription);
    }

    List<ActiveSubscription<?>> subscriptions() {
        return List.copyOf(subscriptions);
    }

    /** Decides what to ask next and enters the state of having asked it. */
    Step next() {
        if (wire == Wire.ABSENT) {
            if (subscriptions.isEmpty()) {
                return Step.FORGET;
            }
            wire = Wire.SUBSCRIBING;
            return Step.SUBSCRIBE;
        }
        if (wire == Wire.PRESENT && subscriptions.isEmpty()) {
            wire = Wire.UNSUBSCRIBING;
            return Step.UNSUBSCRIBE;
        }
        return Step.NOTHING;
    }

    /** Decides while there is nobody to ask. */
    Step nextUnconnected() {
        return subscriptions.isEmpty() ? Step.FORGET : Step.NOTHING;
    }

    /** Counts connections, so that an answer from a former one is told apart. */
    int generation() {
        return generation;
    }

    /** The broker has acknowledged what was asked; returns whose confirmation that is. */
    List<ActiveSubscription<?>> succeeded() {
        boolean subscribed = wire == Wire.SUBSCRIBING;
        wire = subscribed ? Wire.PRESENT : Wire.ABSENT;
        return subscribed ? subscriptions() : List.of();
    }

    /** The broker has refused, or did not answer; returns whose subscription has failed, and drops them. */
    List<ActiveSubscription<?>> failed() {
        boolean subscribing = wire == Wire.SUBSCRIBING;
        wire = Wire.ABSENT;
        if (!subscribing) {
            return List.of();
        }
        List<ActiveSubscription<?>> lost = subscriptions();
        subscriptions.clear();
        return lost;
    }

    /** The connection is gone, and with it all that the broker knew. */
    void detached() {
        wire = Wire.ABSENT;
        generation++;
    }
}
