package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.RequestInterruptedException;
import io.trunkline.TrunklineException;
import io.trunkline.transport.ConnectionLostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A blocking call that waits for a connection, or may be sent more than once.
 *
 * <p>Caller-confined, except what the gate calls.
 */
final class PatientCaller<R> extends Gate.Waiter {
    private final Requests requests;
    private final CallTerms<R> terms;
    private final boolean idempotent;
    private final long deadline;

    /** How a sending ended by which it may have arrived. */
    private @Nullable ConnectionLostException earlier;

    private volatile CompletableFuture<BrokerSession> arrived = new CompletableFuture<>();

    /**
     * @param deadline of the call, by the loop's clock
     */
    PatientCaller(Requests requests, CallTerms<R> terms, boolean idempotent, long deadline) {
        this.requests = requests;
        this.terms = terms;
        this.idempotent = idempotent;
        this.deadline = deadline;
    }

    @Nullable
    R call() {
        try {
            return sendUntilAnswered();
        } catch (TrunklineException e) {
            throw Failures.afterSending(e, earlier);
        }
    }

    private @Nullable R sendUntilAnswered() {
        long ticket = requests.ids().next();
        int sends = 0;
        while (true) {
            BrokerSession session = connected();
            try {
                return session.calls()
                        .block(
                                terms.within(Duration.ofNanos(nanosLeft())),
                                requests.ids().high(ticket),
                                requests.ids().low(ticket))
                        .await();
            } catch (ConnectionLostException e) {
                if (requests.mayMove(e)) {
                    continue; // Nothing was sent.
                }
                sends++;
                if (!idempotent || nanosLeft() <= 0 || !requests.mayRepeat(sends)) {
                    throw e;
                }
                earlier = e;
            }
        }
    }

    private long nanosLeft() {
        return deadline - requests.loop().nanos();
    }

    /** Waits for a connection, at most as long as the call may take. */
    private BrokerSession connected() {
        arrived = new CompletableFuture<>();
        BrokerSession session = requests.sessionOrWait(terms.action(), this, false);
        try {
            session = session != null ? session : arrived.get(nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            requests.gate().leave(this);
        } catch (ExecutionException e) {
            throw Failures.withCaller(Failures.unwrapped(e));
        } catch (InterruptedException e) {
            requests.gate().leave(this);
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while waiting for a connection for '" + terms.topic() + "'", Delivery.NOT_SENT);
        }
        if (session == null || nanosLeft() <= 0) {
            throw requests.late(terms);
        }
        return session;
    }

    @Override
    void admitted(BrokerSession session) {
        arrived.complete(session);
    }

    @Override
    void refused(TrunklineException why) {
        arrived.completeExceptionally(why);
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
