package io.trunkline.client.internal;

import io.trunkline.TrunklineException;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.internal.Deadline;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A call that completes a future, and waits for a connection or may be sent more than once.
 *
 * <pre>{@code
 *                         lost before it was sent: to the gate again; lost, idempotent, budget: once more
 *                 ┌────────────────────────────────────────┐
 * begin, resume ──┼──connected──────────────────────────▶ SENT ──answer, failure──▶ settled
 *                 └──▶ WAITING at the gate ──admitted──────▲
 *                          └── time over, refused, cancelled ──▶ settled
 * }</pre>
 *
 * <p>Thread-safe: the gate lets it through or refuses it once, and the future takes one end.
 */
final class PatientCall<R> extends Gate.Waiter implements CallFuture.Origin {
    /** Memory that is short now may be there then. */
    private static final long MEMORY_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private final Requests requests;
    private final CallTerms<R> terms;
    private final boolean idempotent;
    private final long deadline;
    private final long ticket;
    private final CallFuture<R> future;
    private volatile @Nullable SentCall<R> sent;
    private volatile @Nullable Deadline patience;
    private final AtomicInteger sends = new AtomicInteger();

    /** Whether it has left the gate because its time was over. Loop-confined. */
    private boolean left;

    /** Whether it was let through, and there was no memory to send it: then its patience ends it. */
    private volatile boolean stranded;

    /** How a sending ended by which it may have arrived. */
    private volatile @Nullable ConnectionLostException earlier;

    PatientCall(Requests requests, CallTerms<R> terms, boolean idempotent) {
        this.requests = requests;
        this.terms = terms;
        this.idempotent = idempotent;
        this.deadline = requests.loop().nanos() + terms.timeout().toNanos();
        this.ticket = requests.ids().next();
        this.future = new CallFuture<>(this);
    }

    /** Goes on with a call that is not to be repeated and whose connection has ended before it was sent. */
    PatientCall(Requests requests, AsyncCall<R> unsent) {
        this.requests = requests;
        this.terms = unsent.terms();
        this.idempotent = false;
        this.deadline = unsent.due();
        this.ticket = requests.ids().next();
        this.future = unsent.future();
    }

    CompletableFuture<R> begin() {
        go(false);
        return future;
    }

    /**
     * Goes on with a call that has just lost its connection.
     *
     * @param first whether it was on its way before those that wait for a connection came
     */
    void resume(boolean first) {
        go(first);
    }

    private void go(boolean first) {
        BrokerSession session = requests.usableSession(terms.action());
        if (session != null) {
            send(session);
            return;
        }
        // Before the gate: once there it may be let through on another thread at any moment.
        patience = requests.loop().schedule(Math.max(0, nanosLeft()), this::late);
        try {
            session = requests.sessionOrWait(terms.action(), this, first);
        } catch (TrunklineException e) {
            fail(e);
            return;
        }
        if (session != null) {
            admitted(session);
        } else if (future.isDone()) {
            abandon(); // Cancelled before it had come to the gate.
        }
    }

    private long nanosLeft() {
        return deadline - requests.loop().nanos();
    }

    private void late() {
        Deadline again = patience;
        try {
            if (left || requests.gate().leave(this)) {
                left = true;
                fail(requests.late(terms));
            } else if (stranded) {
                endStranded();
            }
        } catch (OutOfMemoryError e) {
            if (again != null) {
                requests.loop().schedule(again, requests.loop().nanos() + MEMORY_PAUSE);
            }
        }
    }

    /** It may have been handed over before memory ran out: then its connection says what has left. */
    private void endStranded() {
        SentCall<R> call = sent;
        if (call == null) {
            fail(requests.late(terms));
        } else {
            call.calls().timedOut(call);
        }
    }

    private void endPatience() {
        end(patience);
    }

    private void end(@Nullable Deadline limit) {
        if (limit != null) {
            requests.loop().cancel(limit);
        }
    }

    @Override
    void admitted(BrokerSession session) {
        Deadline limit = patience; // It may have another one when it comes back from being sent.
        try {
            send(session);
        } catch (OutOfMemoryError e) {
            stranded = true;
            return;
        }
        end(limit);
    }

    private void send(BrokerSession session) {
        long left = nanosLeft();
        if (left <= 0) {
            fail(requests.late(terms));
            return;
        }
        sends.incrementAndGet();
        sent = null;
        SentCall<R> call = new SentCall<>(
                this,
                session.calls(),
                terms.within(Duration.ofNanos(left)),
                requests.ids().high(ticket),
                requests.ids().low(ticket));
        sent = call;
        session.calls().start(call);
        if (future.isDone()) {
            call.abandon(); // Given up in between.
        }
    }

    /** What was sent last has ended; on the thread that has ended it. */
    void ended(SentCall<R> call, Outcome<R> end) {
        RuntimeException failure = end.error();
        if (failure == null || future.isDone()) {
            settle(end);
        } else if (requests.mayMove(failure)) {
            sends.decrementAndGet(); // Nothing was.
            go(call.isGivenBack());
        } else if (idempotent
                && nanosLeft() > 0
                && failure instanceof ConnectionLostException lost
                && requests.mayRepeat(sends.get())) {
            earlier = lost;
            go(false);
        } else {
            fail(failure);
        }
    }

    @Override
    void refused(TrunklineException why) {
        fail(why);
    }

    private void fail(RuntimeException why) {
        endPatience();
        settle(Outcome.failed(Failures.afterSending(why, earlier)));
    }

    private void settle(Outcome<R> end) {
        requests.complete(() -> future.settle(end));
    }

    @Override
    public void abandon() {
        if (requests.gate().leave(this)) {
            endPatience();
            future.settle(Outcome.failed(new CancellationException("the caller has given up '" + terms.topic() + "'")));
        }
        SentCall<R> call = sent;
        if (call != null) {
            call.abandon();
        }
    }

    @Override
    public Executor workers() {
        return requests.workers();
    }

    @Override
    long bytes() {
        return terms.payload().size();
    }

    @Override
    boolean isOneWay() {
        return false;
    }
}
