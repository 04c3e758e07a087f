package io.trunkline.client.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A call whose answer completes a future, unless its connection ends before it was sent and it goes on over another.
 *
 * <p>Thread-safe.
 */
final class AsyncCall<R> extends PendingCall<R> implements CallFuture.Origin {
    private final CallFuture<R> future = new CallFuture<>(this);

    /** What completes the future in this call's stead. */
    private volatile @Nullable PatientCall<R> successor;

    AsyncCall(Calls calls, CallTerms<R> terms, long idHigh, long idLow) {
        super(calls, terms, idHigh, idLow);
    }

    CallFuture<R> future() {
        return future;
    }

    /** Leaves the future to another, which looks whether it has been completed meanwhile. */
    void succeededBy(PatientCall<R> other) {
        successor = other;
    }

    @Override
    void settled(Outcome<R> end) {
        RuntimeException error = end.error();
        if (error != null && calls().unsent().take(this, error)) {
            return;
        }
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
        PatientCall<R> other = successor;
        if (other != null) {
            other.abandon();
        }
    }

    @Override
    public Executor workers() {
        return calls().workers();
    }
}
