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
 *   │                     │ connection lost, and idempotent, and the budget allows it: once more, with the same id
 *   └──not connected──▶ gate ──▶ as above       the call's own time covers all of it
 * }</pre>
 *
 * <p>Thread-safe. A call that finds a connection and may not be repeated takes no detour.
 */
final class Requests {
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
        if (session != null && !idempotent) {
            return session.calls().block(terms).await();
        }
        return new PatientCaller<>(this, terms, idempotent).call();
    }

    <R> CompletableFuture<R> async(CallTerms<R> terms, boolean idempotent) {
        BrokerSession session = session(terms.action());
        if (session != null && !idempotent) {
            return session.calls().async(terms);
        }
        return new PatientCall<>(this, terms, idempotent).begin();
    }

    /** The connection for a call, or null. */
    @Nullable
    BrokerSession session(Action action) {
        return action == Action.REQUEST && lifecycle.links().areSeveral()
                ? lifecycle.links().leastInFlight()
                : parts.gate().session();
    }

    /** The connection for a call, or null if it waits at the gate now; throws if it must not. */
    @Nullable
    BrokerSession sessionOrWait(Action action, Gate.Waiter waiter) {
        BrokerSession session = session(action);
        if (session != null) {
            return session;
        }
        if (!waits) {
            TrunklineException closed = parts.gate().refusal();
            throw closed == null ? lifecycle.notConnected() : closed;
        }
        return parts.gate().enter(waiter);
    }

    /** Whether a call that failed is to be sent once more; pays for it. */
    boolean mayRepeat(RuntimeException failure, int sends) {
        return failure instanceof ConnectionLostException
                && sends < MOST_SENDS
                && parts.gate().refusal() == null
                && budget.trySpend();
    }

    /** What a call gets whose time was over before there was a connection. */
    RequestTimeoutException late(CallTerms<?> terms) {
        return new RequestTimeoutException(
                "no connection for '" + terms.topic() + "' within " + terms.timeout() + ": "
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
