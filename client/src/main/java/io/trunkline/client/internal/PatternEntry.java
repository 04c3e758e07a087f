package io.trunkline.client.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * All that is declared for one pattern, and what the broker knows of it.
 *
 * <pre>{@code
 *              first declaration               acknowledged
 *   ABSENT ───────────────────────▶ SUBSCRIBING ───────────▶ PRESENT
 *     ▲ ▲                               │                       │ last one cancelled
 *     │ │ one more declared             ▼ refused               ▼
 *     │ └─────────────────────────── REFUSED             UNSUBSCRIBING
 *     └──────────────── answered, or not ───────────────────────┘
 * }</pre>
 *
 * <p>At most one request per pattern is on its way, so subscribing and unsubscribing cannot overtake each other; what was
 * wanted meanwhile is looked at again when it is answered. A refusal ends what was never acknowledged; what was, on a former
 * connection, stays declared and is asked for on the next one. When the connection is replaced, every pattern is ABSENT.
 *
 * <p>Guarded by the registry's lock.
 */
final class PatternEntry<D extends Declared> {
    /** What the broker knows of the pattern. */
    private enum Wire {
        ABSENT,
        SUBSCRIBING,
        PRESENT,
        REFUSED,
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
    private final List<D> declared = new ArrayList<>();
    private Wire wire = Wire.ABSENT;
    private int generation;

    PatternEntry(String key) {
        this.key = key;
    }

    /** Adds a declaration; true if the broker has acknowledged the pattern already. */
    boolean add(D declaration) {
        declared.add(declaration);
        if (wire == Wire.REFUSED) {
            wire = Wire.ABSENT;
        }
        return wire == Wire.PRESENT;
    }

    boolean remove(D declaration) {
        return declared.remove(declaration);
    }

    List<D> declared() {
        return List.copyOf(declared);
    }

    /** Decides what to ask next and enters the state of having asked it. */
    Step next() {
        if (declared.isEmpty() && (wire == Wire.ABSENT || wire == Wire.REFUSED)) {
            return Step.FORGET;
        }
        if (wire == Wire.ABSENT) {
            wire = Wire.SUBSCRIBING;
            return Step.SUBSCRIBE;
        }
        if (wire == Wire.PRESENT && declared.isEmpty()) {
            wire = Wire.UNSUBSCRIBING;
            return Step.UNSUBSCRIBE;
        }
        return Step.NOTHING;
    }

    /** Decides while there is nobody to ask. */
    Step nextUnconnected() {
        return declared.isEmpty() ? Step.FORGET : Step.NOTHING;
    }

    /** Counts connections, so that an answer from a former one is told apart. */
    int generation() {
        return generation;
    }

    /** The broker has acknowledged what was asked; returns whose confirmation that is. */
    List<D> succeeded() {
        boolean subscribed = wire == Wire.SUBSCRIBING;
        wire = subscribed ? Wire.PRESENT : Wire.ABSENT;
        return subscribed ? declared() : List.of();
    }

    /** The broker has refused, or did not answer; returns whose declaration has failed, and drops those. */
    List<D> failed() {
        if (wire != Wire.SUBSCRIBING) {
            wire = Wire.ABSENT;
            return List.of();
        }
        List<D> failed = new ArrayList<>(declared);
        failed.removeIf(Declared::isConfirmed);
        declared.removeAll(failed);
        wire = declared.isEmpty() ? Wire.ABSENT : Wire.REFUSED;
        return List.copyOf(failed);
    }

    /** Whether something is declared that the broker has refused. */
    boolean isRefused() {
        return wire == Wire.REFUSED;
    }

    /** The connection is gone, and with it all that the broker knew. */
    void detached() {
        wire = Wire.ABSENT;
        generation++;
    }
}
