package io.trunkline.client.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;

/**
 * A call whose answer completes a future.
 *
 * <p>Thread-safe.
 */
final class AsyncCall<R> extends PendingCall<R> implements CallFuture.Origin {
    private final CallFuture<R> future = new CallFuture<>(this);

    AsyncCall(Calls calls, CallTerms<R> terms, long idHigh, long idLow) {
        super(calls, terms, idHigh, idLow);
    }

    CallFuture<R> future() {
        return future;
    }

    @Override
    void settled(Outcome<R> end) {
        if (calls().completesHere()) {
            future.settle(end);
        } else {
            calls().complete(() -> future.settle(end));
        }
    }

    @Override
    public void abandon() {
        if (outcome() == null) {
            withdraw();
            giveUp(new CancellationException("the caller has given up '" + terms().topic() + "'"));
        }
    }

    @Override
    public Executor workers() {
        return calls().workers();
    }
}
