package io.trunkline.server.internal.observe;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * One counter for each constant of an enum. Thread-safe.
 *
 * @param <E> what is counted apart
 */
final class CountByKind<E extends Enum<E>> {
    private final Class<E> kinds;
    private final Map<E, LongAdder> counters;

    CountByKind(Class<E> kinds) {
        this.kinds = kinds;
        this.counters = new EnumMap<>(kinds);
        for (E kind : kinds.getEnumConstants()) {
            counters.put(kind, new LongAdder());
        }
    }

    void count(E kind) {
        Objects.requireNonNull(counters.get(kind), "there is one per kind").increment();
    }

    /** Every kind that has occurred. */
    Map<E, Long> counts() {
        Map<E, Long> counts = new EnumMap<>(kinds);
        counters.forEach((kind, counter) -> {
            long count = counter.sum();
            if (count > 0) {
                counts.put(kind, count);
            }
        });
        return counts;
    }
}
