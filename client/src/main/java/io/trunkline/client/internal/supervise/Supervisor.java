package io.trunkline.client.internal.supervise;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection alive: decides when to connect, where to, and when to give up, and never ends without a word.
 *
 * <pre>{@code
 *                 endpoint left          opened
 * NEW ──start──▶ DIALING ─────────────────────────────▶ UP
 *                 ▲ │ ▲ │ failed: next endpoint of       │
 *                 │ │ └─┘ the round                      │ lost
 *                 │ │ round over                         │
 *         rest is │ ▼                                    │
 *           over  RESTING ◀──────────────────────────────┘
 *                 ▲ │
 *   others probe  │ │          RESTING also waits, without a time, while all endpoints that are left are being
 *                 └─┘          probed by other connections of the client
 *
 * any ──close──▶ CLOSED    any ──attempts used up, loop closed──▶ CLOSED, gaveUp told
 * any ──no memory for an event, an attempt that says nothing──▶ a rest of 1 s, and a new round
 * }</pre>
 *
 * <p>What follows from a state and an event is told to the {@link Party}; there is no socket here, so a test drives it with a
 * loop that it turns by hand. A round tries each endpoint once, the first one that is trusted first; the connect timeout is
 * for the round.
 *
 * <p>Loop-confined, except {@link #start}, {@link #close} and what attempts tell, which may be called on any thread and
 * become events of the loop. An event that comes up while another is handled is handled after it.
 *
 * @param <C> what a connection is
 */
public final class Supervisor<C> {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private enum State {
        NEW,
        DIALING,
        UP,
        RESTING,
        CLOSED;

        Set<State> successors() {
            return switch (this) {
                case NEW -> EnumSet.of(DIALING, RESTING, CLOSED);
                case DIALING -> EnumSet.of(DIALING, UP, RESTING, CLOSED);
                case UP -> EnumSet.of(RESTING, CLOSED);
                case RESTING -> EnumSet.of(RESTING, DIALING, CLOSED);
                case CLOSED -> EnumSet.noneOf(State.class);
            };
        }
    }

    /** Always queued while the supervisor lives, so that the end of its loop is heard; each look costs nothing. */
    private static final long FAR = TimeUnit.HOURS.toNanos(1);

    /** Memory that is short now may be there then; looking more often would only need more of it. */
    private static final long MEMORY_REST = TimeUnit.SECONDS.toNanos(1);

    /** Whoever dials ends an attempt in its time; beyond that and this, it never will. */
    private static final long DIAL_GRACE = TimeUnit.SECONDS.toNanos(5);

    private final EventLoop loop;
    private final Backoff backoff;
    private final Party<C> party;
    private final Timer timer = new Timer();
    private final Rounds rounds;
    private final ArrayDeque<Runnable> events = new ArrayDeque<>();
    private boolean handling;
    private boolean halfDone;
    private State state = State.NEW;
    private @Nullable Attempt<C> attempt;
    private @Nullable C connection;
    private @Nullable RuntimeException lastFailure;
    private long upSince;

    /**
     * Makes a supervisor that does nothing until it is started.
     *
     * @param loop whose task everything is
     * @param rounds which endpoints to try, and for how long
     * @param policy how long to rest between attempts
     * @param random gives fractions from 0 to below 1, for the rests
     * @param party what makes and uses the connections
     */
    public Supervisor(EventLoop loop, Rounds rounds, ReconnectPolicy policy, DoubleSupplier random, Party<C> party) {
        this.loop = loop;
        this.rounds = rounds;
        this.backoff = new Backoff(policy, random);
        this.party = party;
    }

    /** Begins with the first attempt, at once. Thread-safe; a second call has no effect. */
    public void start() {
        boolean alive = submit(() -> {
            if (state == State.NEW) {
                beginRound();
            }
        });
        if (!alive) {
            party.gaveUp(0, runtimeClosed());
        }
    }

    /**
     * Gives up what is being tried and tries nothing more; the connection that is up is its user's to close. Thread-safe.
     *
     * <p>Nobody is told: whoever closes knows.
     */
    public void close() {
        submit(this::end);
    }

    /** Handles an event on the loop, after those that came before; false if the loop has ended. Thread-safe. */
    boolean submit(Runnable event) {
        if (!loop.inLoop()) {
            return loop.tryExecute(() -> handle(event));
        }
        handle(event);
        return true;
    }

    private void handle(Runnable event) {
        assert loop.inLoop();
        events.add(event);
        if (handling) {
            return;
        }
        handling = true;
        try {
            Runnable next;
            while ((next = events.poll()) != null) {
                run(next);
            }
        } finally {
            handling = false;
        }
    }

    /** A party that fails must not keep the events behind it from being heard. */
    private void run(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.error("event=supervisor-failed", e);
        } catch (OutOfMemoryError e) {
            if (state != State.CLOSED) {
                halfDone = true;
                timer.set(MEMORY_REST);
            }
        }
    }

    /** What stands half done serves nobody: the connection, or the attempt, is given up, and a round begins. */
    private void beginAnew() {
        Attempt<C> last = attempt;
        C ended = connection;
        attempt = null;
        connection = null;
        if (last != null) {
            rounds.abandoned(last.choice());
            last.giveUp();
        }
        if (ended != null) {
            party.down(ended, new IllegalStateException("there was no memory to go on with the connection"));
        }
        if (state != State.CLOSED) {
            halfDone = false;
            move(State.RESTING);
            beginRound();
        }
    }

    private void move(State next) {
        assert state.successors().contains(next) : state + " to " + next;
        state = next;
    }

    private void beginRound() {
        rounds.begin(loop.nanos());
        dialNext();
    }

    /** Tries the next endpoint of the round, or rests if there is none. */
    private void dialNext() {
        EndpointBook.Choice choice = rounds.next();
        if (choice != null) {
            dial(choice);
        } else if (rounds.isOver()) {
            rest(rounds.failure());
        } else {
            awaitOthers();
        }
    }

    private void dial(EndpointBook.Choice choice) {
        move(State.DIALING);
        Duration share = rounds.share(loop.nanos());
        timer.set(share.toNanos() + DIAL_GRACE);
        Attempt<C> made = new Attempt<>(this, choice, share);
        attempt = made;
        try {
            made.hangUp = party.dial(made);
        } catch (RuntimeException e) {
            made.failed(e);
        }
    }

    void opened(Attempt<C> by, C opened) {
        rounds.opened(by.choice());
        if (by != attempt || state != State.DIALING) {
            by.giveUp(); // Closed in the same moment.
            return;
        }
        timer.watch();
        move(State.UP);
        upSince = loop.nanos();
        connection = opened;
        halfDone = false; // Whatever there was no memory for, the connection is there now.
        party.up(opened);
    }

    void failed(Attempt<C> by, RuntimeException why) {
        rounds.failed(by.choice(), why);
        if (by == attempt && state == State.DIALING) {
            attempt = null;
            dialNext();
        }
    }

    void lost(Attempt<C> by, RuntimeException why) {
        rounds.lost(by.endpoint());
        if (by != attempt || state != State.UP) {
            return;
        }
        attempt = null;
        C ended = Objects.requireNonNull(connection, "up");
        connection = null;
        backoff.wasUp(loop.nanos() - upSince);
        party.down(ended, why);
        if (state == State.UP) {
            rest(why);
        }
    }

    private void rest(RuntimeException why) {
        lastFailure = why;
        if (loop.isClosing()) {
            loopEnded(); // It has taken the connection with it, and nobody rests on a loop that ends.
            return;
        }
        if (backoff.isExhausted()) {
            giveUp(why);
            return;
        }
        move(State.RESTING);
        long delay = backoff.nextNanos();
        timer.set(delay);
        party.resting(backoff.attempts(), Duration.ofNanos(delay), why);
    }

    private void awaitOthers() {
        move(State.RESTING);
        timer.watch();
        rounds.whenKnown(() -> submit(() -> {
            if (state == State.RESTING && rounds.isUnderWay()) {
                dialNext();
            }
        }));
    }

    private void restIsOver() {
        if (halfDone || state == State.DIALING) {
            beginAnew();
        } else if (state == State.RESTING && !rounds.isUnderWay()) {
            beginRound();
        } else if (state != State.CLOSED) {
            timer.watch();
        }
    }

    private void giveUp(RuntimeException why) {
        int attempts = backoff.attempts();
        end();
        party.gaveUp(attempts, why);
    }

    private void end() {
        if (state == State.CLOSED) {
            return;
        }
        boolean dialing = state == State.DIALING;
        move(State.CLOSED);
        loop.cancel(timer);
        Attempt<C> last = attempt;
        if (dialing && last != null) {
            last.giveUp();
            rounds.abandoned(last.choice());
        }
    }

    private void loopEnded() {
        if (state != State.CLOSED) {
            RuntimeException why = runtimeClosed();
            if (lastFailure != null) {
                why.addSuppressed(lastFailure);
            }
            giveUp(why);
        }
    }

    private static RuntimeException runtimeClosed() {
        return new ClosedException("the client's runtime was closed", Delivery.NOT_SENT);
    }

    /** The one deadline of a supervisor. */
    private final class Timer extends Deadline {
        void set(long delayNanos) {
            loop.schedule(this, loop.nanos() + delayNanos);
        }

        void watch() {
            set(FAR);
        }

        @Override
        protected void onDeadline() {
            handle(Supervisor.this::restIsOver);
        }

        @Override
        protected void onLoopEnded() {
            handle(Supervisor.this::loopEnded);
        }
    }
}
