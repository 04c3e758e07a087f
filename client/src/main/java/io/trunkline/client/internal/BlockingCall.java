package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.RequestInterruptedException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call whose caller is parked on it: the loop unparks that one thread when the answer has been bound.
 *
 * <p>Thread-safe; {@link #await} is the caller's own.
 */
final class BlockingCall<R> extends PendingCall<R> {
    private final Thread caller = Thread.currentThread();

    BlockingCall(Calls calls, CallTerms<R> terms, long idHigh, long idLow) {
        super(calls, terms, idHigh, idLow);
    }

    @Override
    void settled(Outcome<R> end) {
        LockSupport.unpark(caller);
    }

    /** Parks until the call has ended; its deadline ends it at the latest. */
    @Nullable
    R await() {
        assert Thread.currentThread() == caller;
        boolean interrupted = false;
        Outcome<R> end;
        while ((end = outcome()) == null) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interrupted = true;
                interruptedWhileWaiting();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        RuntimeException error = end.error();
        if (error != null) {
            throw Failures.withCaller(error);
        }
        return end.value();
    }

    /** Ends the call, unless an answer was faster: then that is what the caller gets. */
    private void interruptedWhileWaiting() {
        Delivery delivery = withdraw();
        giveUp(new RequestInterruptedException(
                "interrupted while waiting for the answer to '" + terms().topic() + "' from " + calls().peer(),
                delivery));
    }
}
