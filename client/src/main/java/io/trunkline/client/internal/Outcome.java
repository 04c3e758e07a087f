package io.trunkline.client.internal;

import org.jspecify.annotations.Nullable;

/**
 * How a call ended: with a value, or with an error.
 *
 * <p>Immutable.
 *
 * @param value what the answer bound to; null with an error, and where the answer is JSON {@code null}
 * @param error why there is no value, or null
 */
record Outcome<R>(@Nullable R value, @Nullable RuntimeException error) {
    static <R> Outcome<R> of(@Nullable R value) {
        return new Outcome<>(value, null);
    }

    static <R> Outcome<R> failed(RuntimeException error) {
        return new Outcome<>(null, error);
    }
}
