package io.trunkline.client.internal.supervise;

import io.trunkline.transport.Endpoint;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One try at one endpoint, and the connection that came of it.
 *
 * <pre>{@code
 * DIALING ──opened──▶ OPENED ──lost──▶ OVER
 *    ├──failed────────────────────────▶ ▲
 *    └──given up by its supervisor──────┘
 * }</pre>
 *
 * <p>Thread-safe. Each of the three is heard once and in this order only; the rest is ignored.
 *
 * @param <C> what a connection is
 */
public final class Attempt<C> {
    private enum State {
        DIALING,
        OPENED,
        OVER
    }

    private final Supervisor<C> supervisor;
    private final EndpointBook.Choice choice;
    private final Duration timeout;
    private final AtomicReference<State> state = new AtomicReference<>(State.DIALING);

    /** What ends it; set once by the supervisor, loop-confined. */
    @Nullable
    Runnable hangUp;

    Attempt(Supervisor<C> supervisor, EndpointBook.Choice choice, Duration timeout) {
        this.supervisor = supervisor;
        this.choice = choice;
        this.timeout = timeout;
    }

    /**
     * Tells where to connect.
     *
     * @return one of the client's endpoints
     */
    public Endpoint endpoint() {
        return choice.endpoint();
    }

    EndpointBook.Choice choice() {
        return choice;
    }

    /**
     * Tells how long it may take until it is opened or has failed; whoever dials sees to it.
     *
     * @return more than zero
     */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Says that the connection can be used.
     *
     * @param connection the connection
     * @return false if nobody wants it any more: then close it
     */
    public boolean opened(C connection) {
        return state.compareAndSet(State.DIALING, State.OPENED)
                && supervisor.submit(() -> supervisor.opened(this, connection));
    }

    /**
     * Says that there will be no connection.
     *
     * @param why what went wrong
     */
    public void failed(RuntimeException why) {
        Runnable event = () -> supervisor.failed(this, why); // First: there may be no memory for it.
        if (state.compareAndSet(State.DIALING, State.OVER)) {
            supervisor.submit(event);
        }
    }

    /**
     * Says that the connection, which was opened, has ended.
     *
     * @param why what ended it
     */
    public void lost(RuntimeException why) {
        Runnable event = () -> supervisor.lost(this, why);
        if (state.compareAndSet(State.OPENED, State.OVER)) {
            supervisor.submit(event);
        }
    }

    /** Gives it up; whoever dials is told by its handle. */
    void giveUp() {
        state.set(State.OVER);
        Runnable end = hangUp;
        if (end != null) {
            end.run();
        }
    }

    @Override
    public String toString() {
        return "Attempt[" + endpoint() + " " + state.get() + "]";
    }
}
