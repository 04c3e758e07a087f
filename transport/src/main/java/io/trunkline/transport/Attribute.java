package io.trunkline.transport;

import java.util.Objects;

/**
 * Keys a value that is kept with a connection, typed and equal to itself only.
 *
 * <p>Keep one in a constant. For facts that others than the handler need: a handler's own state is its own fields.
 * Immutable.
 *
 * @param <T> the value's type
 */
@SuppressWarnings("UnusedTypeParameter") // It types the value that the key is given and asked for with.
public final class Attribute<T> {
    private final String name;

    private Attribute(String name) {
        this.name = name;
    }

    /**
     * Makes a key that differs from every other, also from those of the same name.
     *
     * @param <T> the value's type
     * @param name shown in logs
     * @return a new key
     */
    public static <T> Attribute<T> of(String name) {
        return new Attribute<>(Objects.requireNonNull(name, "name"));
    }

    /** Shows the name. */
    @Override
    public String toString() {
        return name;
    }
}
