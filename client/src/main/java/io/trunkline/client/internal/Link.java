package io.trunkline.client.internal;

import io.trunkline.client.internal.supervise.Attempt;
import io.trunkline.client.internal.supervise.Party;
import io.trunkline.client.internal.supervise.Supervisor;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.EventLoop;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of a client's connections: its supervisor, and the session of the moment.
 *
 * <p>The sessions are confined to the link's loop; what is public to the package is thread-safe.
 */
final class Link implements Party<BrokerSession>, BrokerDialer.User {
    /** What a link tells its client; on its loop. */
    interface Owner {
        /** A broker is ready: tell it what it has to know, then run the task. */
        void restore(Link link, BrokerSession session, Runnable restored);

        void up(Link link, BrokerSession session);

        void down(Link link, RuntimeException why);

        void resting(Link link, int attempt, Duration delay, RuntimeException why);

        void gaveUp(Link link, int attempts, RuntimeException why);

        /** A session that was up has ended, whether or not the link was still supervised. */
        void ended(Link link, BrokerSession session);
    }

    private final boolean primary;
    private final EventLoop loop;
    private final Owner owner;
    private final BrokerDialer dialer;
    private final Supervisor<BrokerSession> supervisor;
    private volatile @Nullable BrokerSession session;
    private volatile @Nullable BrokerSession last;

    /**
     * @param primary whether publishes, subscriptions and what is served are this link's
     * @param dialers makes the dialer for this link
     * @param supervisors makes the supervisor for this link
     */
    Link(
            boolean primary,
            EventLoop loop,
            Owner owner,
            Function<Link, BrokerDialer> dialers,
            Function<Link, Supervisor<BrokerSession>> supervisors) {
        this.primary = primary;
        this.loop = loop;
        this.owner = owner;
        this.dialer = dialers.apply(this);
        this.supervisor = supervisors.apply(this);
    }

    boolean isPrimary() {
        return primary;
    }

    EventLoop loop() {
        return loop;
    }

    /** The session that is up, or null. */
    @Nullable
    BrokerSession session() {
        return session;
    }

    void start() {
        supervisor.start();
    }

    /** Makes no more connections; the one that is up stays. */
    void stop() {
        supervisor.close();
    }

    /** Makes no more connections, and closes the one that is up. */
    void close(CloseReason reason) {
        stop();
        BrokerSession current = session;
        if (current != null) {
            current.line().closing();
            current.connection().close(reason);
        }
    }

    /** Completes when the last connection that was up is gone, with its last frame. */
    CompletionStage<?> closed() {
        BrokerSession lastUp = last;
        return lastUp == null
                ? CompletableFuture.completedFuture(null)
                : lastUp.connection().closed();
    }

    @Override
    public Runnable dial(Attempt<BrokerSession> attempt) {
        return dialer.dial(attempt);
    }

    @Override
    public void up(BrokerSession opened) {
        session = opened;
        last = opened;
        owner.up(this, opened);
    }

    @Override
    public void down(BrokerSession lost, RuntimeException why) {
        session = null;
        owner.down(this, why);
    }

    @Override
    public void resting(int attempt, Duration delay, RuntimeException why) {
        owner.resting(this, attempt, delay, why);
    }

    @Override
    public void gaveUp(int attempts, RuntimeException why) {
        owner.gaveUp(this, attempts, why);
    }

    @Override
    public void restore(BrokerSession ready, Runnable restored) {
        owner.restore(this, ready, restored);
    }

    @Override
    public void ended(BrokerSession lost) {
        if (lost == session) {
            session = null; // No longer supervised: nobody else says so.
        }
        owner.ended(this, lost);
    }

    @Override
    public String toString() {
        return Objects.toString(session, "Link[down]");
    }
}
