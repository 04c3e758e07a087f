package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.Delivery;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TrunklineException;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.WhileDisconnected;
import io.trunkline.codec.internal.message.RequestIds;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.internal.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls over the connection of the moment, has them wait for one, and repeats those that may run more than once.
 *
 * <pre>{@code
 * call ──connected──▶ session's calls ──▶ answer
 *   │                     │ connection lost before it was sent: gate
 *   │                     │ connection lost, and idempotent, and the budget allows it: once more, with the same id
 *   └──not connected──▶ gate ──▶ as above       the call's own time covers all of it
 * }</pre>
 *
 * <p>Thread-safe. A call that finds a connection and may not be repeated takes no detour, unless the connection ends before
 * it was sent.
 */
final class Requests implements Unsent {
    /** Each call is sent so often at most: a broker that loses its connection by it will lose it again. */
    static final int MOST_SENDS = 3;

    private final ClientLifecycle lifecycle;
    private final ClientParts parts;
    private final boolean waits;
    private final Completions completions;
    private final Executor workers;
    private final RetryBudget budget = new RetryBudget();
    private final RequestIds ids = new RequestIds();

    Requests(ClientOptions options, ClientParts parts, ClientLifecycle lifecycle, SessionSettings settings) {
        this.completions = settings.completions();
        this.workers = settings.workers();
        this.lifecycle = lifecycle;
        this.parts = parts;
        this.waits = options.whileDisconnected() == WhileDisconnected.WAIT;
    }

    /** Blocks until the answer is there; the caller is not on a loop. */
    <R> @Nullable R block(CallTerms<R> terms, boolean idempotent) {
        BrokerSession session = session(terms.action());
        if (session == null || idempotent) {
            budget.earn();
            long deadline = loop().nanos() + terms.timeout().toNanos();
            return new PatientCaller<>(this, terms, idempotent, deadline).call();
        }
        BlockingCall<R> call = session.calls().block(terms);
        try {
            return call.await();
        } catch (ConnectionLostException e) {
            if (!mayMove(e)) {
                throw e;
            }
        }
        return new PatientCaller<>(this, terms, false, call.due()).call();
    }

    <R> CompletableFuture<R> async(CallTerms<R> terms, boolean idempotent) {
        BrokerSession session = session(terms.action());
        if (session != null && !idempotent) {
            return session.calls().async(terms);
        }
        budget.earn();
        return new PatientCall<>(this, terms, idempotent).begin();
    }

    @Override
    public <R> boolean take(AsyncCall<R> call, RuntimeException why) {
        if (!mayMove(why)) {
            return false;
        }
        PatientCall<R> successor = new PatientCall<>(this, call);
        call.succeededBy(successor);
        successor.resume(call.isGivenBack());
        return true;
    }

    /** The connection for a call, or null. */
    @Nullable
    BrokerSession session(Action action) {
        return action == Action.REQUEST && lifecycle.links().areSeveral()
                ? lifecycle.links().leastInFlight()
                : parts.gate().session();
    }

    /** The connection for a call, or null if there is none that takes it. */
    @Nullable
    BrokerSession usableSession(Action action) {
        BrokerSession session = session(action);
        return session != null && session.takesCalls() ? session : null;
    }

    /**
     * The connection for a call, or null if it waits at the gate now; throws if it must not.
     *
     * @param first whether it was on its way before those that wait came
     */
    @Nullable
    BrokerSession sessionOrWait(Action action, Gate.Waiter waiter, boolean first) {
        BrokerSession session = usableSession(action);
        if (session != null) {
            return session;
        }
        if (!waits) {
            TrunklineException closed = parts.gate().refusal();
            throw closed == null ? lifecycle.notConnected() : closed;
        }
        return first ? parts.gate().enterFirst(waiter) : parts.gate().enter(waiter);
    }

    /** Whether a call that failed is to wait for the next connection: nothing of it was sent, so it costs no retry. */
    boolean mayMove(RuntimeException failure) {
        return waits && failure instanceof ConnectionLostException lost && lost.delivery() == Delivery.NOT_SENT;
    }

    /** Whether a call that lost its connection is to be sent once more; pays for it. */
    boolean mayRepeat(int sends) {
        return sends < MOST_SENDS && parts.gate().refusal() == null && budget.trySpend();
    }

    /** What a call gets whose time was over before there was a connection. */
    RequestTimeoutException late(CallTerms<?> terms) {
        return new RequestTimeoutException(
                "no connection for '" + terms.topic() + "' within "
                        + terms.timeout().toMillis() + " ms: "
                        + lifecycle.notConnected().getMessage(),
                terms.timeout(),
                Delivery.NOT_SENT);
    }

    /** Completes a future where the user wants its stages to run. */
    void complete(Runnable completion) {
        completions.run(completion);
    }

    Gate gate() {
        return parts.gate();
    }

    RetryBudget budget() {
        return budget;
    }

    RequestIds ids() {
        return ids;
    }

    EventLoop loop() {
        return lifecycle.links().primary().loop();
    }

    Executor workers() {
        return workers;
    }
}
