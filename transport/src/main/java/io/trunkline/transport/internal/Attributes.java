package io.trunkline.transport.internal;

import io.trunkline.transport.Attribute;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a connection's attributes; made with the first. Thread-safe. */
final class Attributes {
    private final Map<Attribute<?>, Object> values = new ConcurrentHashMap<>(4);

    @SuppressWarnings("unchecked") // set() ties each key's type to its value's.
    <T> Optional<T> get(Attribute<T> attribute) {
        return Optional.ofNullable((T) values.get(attribute));
    }

    <T> void set(Attribute<T> attribute, T value) {
        values.put(attribute, Objects.requireNonNull(value, "value"));
    }
}
