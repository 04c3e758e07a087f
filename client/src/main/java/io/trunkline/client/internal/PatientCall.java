package io.trunkline.client.internal;

import io.trunkline.TrunklineException;
import io.trunkline.transport.internal.Deadline;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A call that completes a future, and waits for a connection or may be sent more than once.
 *
 * <pre>{@code
 * begin ──▶ WAITING at the gate ──admitted──▶ SENT ──answer, failure──▶ settled
 *   │             │ time over, refused, cancelled  │ lost, idempotent, budget
 *   └─connected───┼──────────▶ SENT                └──▶ begin
 *                 └──▶ settled
 * }</pre>
 *
 * <p>Thread-safe: the gate lets it through or refuses it once, and the future takes one end.
 */
final class PatientCall<R> implements CallFuture.Origin, Gate.Waiter {
    private final Requests requests;
    private final CallTerms<R> terms;
    private final boolean idempotent;
    private final long deadline;
    private final long ticket;
    private final CallFuture<R> future = new CallFuture<>(this);
    private final AtomicReference<@Nullable CompletableFuture<R>> sent = new AtomicReference<>();
    private volatile @Nullable Deadline patience;
    private final AtomicInteger sends = new AtomicInteger();

    PatientCall(Requests requests, CallTerms<R> terms, boolean idempotent) {
        this.requests = requests;
        this.terms = terms;
        this.idempotent = idempotent;
        this.deadline = requests.loop().nanos() + terms.timeout().toNanos();
        this.ticket = requests.ids().next();
    }

    CompletableFuture<R> begin() {
        requests.budget().earn();
        go();
        return future;
    }

    private void go() {
        // Before the gate: once there it may be let through on another thread at any moment.
        Deadline limit = requests.loop().schedule(Math.max(0, nanosLeft()), this::late);
        patience = limit;
        BrokerSession session;
        try {
            session = requests.sessionOrWait(terms.action(), this);
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
        if (requests.gate().leave(this)) {
            fail(requests.late(terms));
        }
    }

    private void endPatience() {
        Deadline limit = patience;
        if (limit != null) {
            requests.loop().cancel(limit);
        }
    }

    @Override
    public void admitted(BrokerSession session) {
        endPatience();
        long left = nanosLeft();
        if (left <= 0) {
            fail(requests.late(terms));
            return;
        }
        sends.incrementAndGet();
        CompletableFuture<R> call = session.calls()
                .async(
                        terms.within(Duration.ofNanos(left)),
                        requests.ids().high(ticket),
                        requests.ids().low(ticket));
        sent.set(call);
        CompletionStage<R> stage = call;
        stage.whenComplete(this::ended);
        if (future.isDone()) {
            call.cancel(false); // Given up in between.
        }
    }

    private void ended(@Nullable R value, @Nullable Throwable error) {
        RuntimeException failure = Failures.unwrap(error);
        if (failure == null) {
            future.settle(Outcome.of(value));
        } else if (idempotent && !future.isDone() && nanosLeft() > 0 && requests.mayRepeat(failure, sends.get())) {
            go();
        } else {
            future.settle(Outcome.failed(failure));
        }
    }

    @Override
    public void refused(TrunklineException why) {
        fail(why);
    }

    private void fail(RuntimeException why) {
        endPatience();
        requests.complete(() -> future.settle(Outcome.failed(why)));
    }

    @Override
    public void abandon() {
        if (requests.gate().leave(this)) {
            endPatience();
            future.settle(Outcome.failed(new CancellationException("the caller has given up '" + terms.topic() + "'")));
        }
        CompletableFuture<R> call = sent.get();
        if (call != null) {
            call.cancel(false);
        }
    }

    @Override
    public Executor workers() {
        return requests.workers();
    }

    @Override
    public long bytes() {
        return terms.payload().size();
    }

    @Override
    public boolean isOneWay() {
        return false;
    }
}
