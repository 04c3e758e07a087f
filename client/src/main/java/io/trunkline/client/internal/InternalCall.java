package io.trunkline.client.internal;

import java.util.concurrent.CompletableFuture;

/**
 * A call that the client makes on its own account.
 *
 * <p>Thread-safe.
 */
final class InternalCall<R> extends PendingCall<R> {
    private final CompletableFuture<R> future = new CompletableFuture<>();

    InternalCall(Calls calls, CallTerms<R> terms, long idHigh, long idLow) {
        super(calls, terms, idHigh, idLow);
    }

    CompletableFuture<R> future() {
        return future;
    }

    @Override
    void settled(Outcome<R> end) {
        RuntimeException error = end.error();
        if (error != null) {
            future.completeExceptionally(error);
        } else {
            future.complete(end.value());
        }
    }
}
