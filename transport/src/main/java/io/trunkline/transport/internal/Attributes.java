package io.trunkline.transport.internal;

import io.trunkline.transport.Attribute;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps a connection's attributes; costs one reference until the first is set. Thread-safe. */
final class Attributes {
    private volatile @Nullable Map<Attribute<?>, Object> values;

    @SuppressWarnings("unchecked") // set() ties each key's type to its value's.
    <T> Optional<T> get(Attribute<T> attribute) {
        Map<Attribute<?>, Object> map = values;
        return map == null ? Optional.empty() : Optional.ofNullable((T) map.get(attribute));
    }

    <T> void set(Attribute<T> attribute, T value) {
        map().put(attribute, Objects.requireNonNull(value, "value"));
    }

    private Map<Attribute<?>, Object> map() {
        Map<Attribute<?>, Object> map = values;
        if (map == null) {
            synchronized (this) {
                map = values;
                if (map == null) {
                    map = new ConcurrentHashMap<>(4);
                    values = map;
                }
            }
        }
        return map;
    }
}
