package io.trunkline.client.internal;

import io.trunkline.client.internal.supervise.Attempt;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sessions of one supervised connection, all of them on one loop.
 *
 * <p>Immutable.
 *
 * @param loop where the connection lives
 * @param opener opens connections
 * @param settings of sessions
 * @param dispatching who receives what the connection brings
 * @param tokens what to log in with
 * @param workers where the user is asked for a token
 * @param user what the connection is for
 */
record BrokerDialer(
        EventLoop loop,
        Opener opener,
        SessionSettings settings,
        SubscriptionRegistry dispatching,
        Tokens tokens,
        Executor workers,
        User user) {
    /** Opens a connection on a loop. */
    @FunctionalInterface
    interface Opener {
        /** Completes on the loop after {@code onOpen}, or fails; cancelling it closes what has been opened. */
        CompletableFuture<TcpConnection> connect(
                EventLoop loop, Endpoint endpoint, Duration timeout, Supplier<? extends ConnectionLogic> logic);
    }

    /** What a connection is for. */
    interface User {
        /** Tells a broker that is ready everything it has to know; then runs the task. On the loop. */
        void restore(BrokerSession session, Runnable restored);

        /** A session that was opened has ended; its calls in flight end right after. On the loop. */
        void ended(BrokerSession session);
    }

    /** Begins an attempt; gives what ends it. */
    Runnable dial(Attempt<BrokerSession> attempt) {
        Dialing dialing = new Dialing(this, attempt);
        dialing.begin();
        return dialing::hangUp;
    }

    CompletableFuture<TcpConnection> connect(
            Attempt<BrokerSession> attempt, BrokerSession.Owner owner, @Nullable String token) {
        return opener.connect(
                loop,
                attempt.endpoint(),
                attempt.timeout(),
                () -> BrokerSession.logic(settings, dispatching, owner, token));
    }

    void restore(BrokerSession session, Runnable restored) {
        user.restore(session, restored);
    }

    void ended(BrokerSession session) {
        user.ended(session);
    }

    /** Words the end of a greeting that took too long. */
    String late(Duration share) {
        return (tokens.areNeeded() ? "no system.initialize or no answer to the login" : "no system.initialize")
                + " came within " + (share.toNanos() + 999_999) / 1_000_000 + " ms";
    }
}
