package io.trunkline.codec;

import io.trunkline.PayloadException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first error of a batch and hangs the others on it.
 *
 * <p>Caller-confined.
 */
final class FirstError implements Consumer<PayloadException> {
    private @Nullable PayloadException first;

    @Override
    public void accept(PayloadException error) {
        if (first == null) {
            first = error;
        } else {
            first.addSuppressed(error);
        }
    }

    void rethrow() {
        if (first != null) {
            throw first;
        }
    }
}
