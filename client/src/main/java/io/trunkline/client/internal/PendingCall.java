package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A call that is being written, or has been, and waits for its answer.
 *
 * <p>Thread-safe, as {@link CallEntry}. Where its bytes lie in the outbound stream is written once by the caller, after the
 * connection has taken them.
 *
 * @param <R> what the answer binds to
 */
abstract class PendingCall<R> extends CallEntry<R> {
    private static final long UNKNOWN = -1;
    private static final VarHandle POSITION = positionHandle();

    private final Calls calls;
    private final CallTerms<R> terms;

    /** Written by the caller without a full fence: whoever gives the call up a moment too early assumes the worse. */
    private volatile long position = UNKNOWN;

    private int size;

    PendingCall(Calls calls, CallTerms<R> terms, long idHigh, long idLow) {
        super(idHigh, idLow);
        this.calls = calls;
        this.terms = terms;
    }

    private static VarHandle positionHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(PendingCall.class, "position", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final CallTerms<R> terms() {
        return terms;
    }

    /** Remembers where the connection has queued it. */
    final void queued(long at, int bytes) {
        size = bytes;
        POSITION.setRelease(this, at);
    }

    /** Where the connection has queued it. */
    final long position() {
        return position;
    }

    /** Whether its own thread has handed it over: before that it alone can tell what becomes of it. */
    final boolean isQueued() {
        return position != UNKNOWN;
    }

    /** Whether the end of its connection gives it back, and with it, in order, the others that were not sent. */
    final boolean isGivenBack() {
        return isQueued() && calls.isOnLoop();
    }

    /** Takes it back if no byte has left; tells what may have reached the peer. */
    final Delivery withdraw() {
        long at = position;
        // While its own thread still hands it over, nobody can tell: assume the worse.
        return at != UNKNOWN && calls.withdraw(at, size) ? Delivery.NOT_SENT : Delivery.MAYBE_SENT;
    }

    /** Tells what may have reached the peer, once the connection takes no more calls; what still waits never leaves. */
    final Delivery deliveryAtEnd() {
        if (withdraw() == Delivery.NOT_SENT) {
            return Delivery.NOT_SENT;
        }
        long at = position;
        return at != UNKNOWN && at >= calls.written() ? Delivery.NOT_SENT : Delivery.MAYBE_SENT;
    }

    /** Binds an answer and ends the call with it; a call that has ended stays as it is. */
    final boolean answer(Answer answer) {
        Outcome<R> outcome;
        try {
            ReplyException refused = answer.error();
            outcome = refused == null ? Outcome.of(answer.read(terms.reader())) : Outcome.failed(refused);
        } catch (PayloadException e) {
            outcome = Outcome.failed(e.answered());
        } catch (Throwable e) {
            // A codec's StackOverflowError or LinkageError too costs this call, not the connection of all others.
            outcome = Outcome.failed(Failures.unwrapped(e));
        }
        return settle(outcome);
    }

    @Override
    protected final void onDeadline() {
        Outcome<R> ended = outcome();
        try {
            if (ended == null) {
                calls.timedOut(this);
            } else {
                settled(ended); // Whoever ended it had no memory to say so.
            }
        } catch (OutOfMemoryError e) {
            calls.later(this);
        }
    }

    @Override
    protected final void onLoopEnded() {
        calls.lost(this);
    }

    /** Gives the call up: withdraws it if it was not written, and forgets it. */
    final void giveUp(RuntimeException why) {
        calls.end(this, why);
    }

    final Calls calls() {
        return calls;
    }
}
