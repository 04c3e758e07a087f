package io.trunkline.transport.internal.stream;

import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hands a connection to its user: an acceptor's at once, a connector's when the peer has said that it knows credit.
 *
 * <pre>{@code
 *  WAITING ──"I know credit", 500 ms without it, or the end──▶ HANDED OUT
 * }</pre>
 *
 * <p>Streams that are opened before that have no credit, and a slow one stops all others. Older peers never say it, so the wait
 * is short. Loop-confined.
 */
final class Greeting extends Deadline {
    /** More than a round trip to the other side of the earth; half of what a person notices. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);

    private final EventLoop loop;
    private final StreamConnection connection;
    private final Consumer<StreamConnection> user;
    private boolean done;

    Greeting(EventLoop loop, StreamConnection connection, Consumer<StreamConnection> user) {
        this.loop = loop;
        this.connection = connection;
        this.user = user;
    }

    void await() {
        loop.schedule(this, loop.nanos() + PATIENCE);
    }

    void handOut() {
        if (!done) {
            done = true;
            loop.cancel(this);
            user.accept(connection);
        }
    }

    @Override
    protected void onDeadline() {
        handOut();
    }
}
