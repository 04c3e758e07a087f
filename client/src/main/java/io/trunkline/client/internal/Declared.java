package io.trunkline.client.internal;

import io.trunkline.client.Subscription;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Something that the client wants of its broker on every connection: events of a pattern, or requests of a topic.
 *
 * <p>Thread-safe.
 */
interface Declared extends Subscription {
    /** The topic or pattern as the user wrote it. */
    String pattern();

    /** Whether a broker has acknowledged it once. */
    boolean isConfirmed();

    /** Completes the confirmation; the first one counts. */
    void confirm(@Nullable RuntimeException error);

    /** What callers wait for. */
    CompletableFuture<Void> acknowledged();

    /** Takes nothing more. */
    void end();
}
