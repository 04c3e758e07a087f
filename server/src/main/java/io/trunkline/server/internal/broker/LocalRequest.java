package io.trunkline.server.internal.broker;

import io.trunkline.Call;
import io.trunkline.Identity;
import io.trunkline.Message;
import io.trunkline.server.internal.handler.Invocation;
import io.trunkline.server.internal.handler.LocalRoute;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.transport.internal.Ticker;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that a handler of this server answers, and what the handler may ask about it.
 *
 * <p>Its answer and its slot are apart: after a timeout the caller has been told, and the slot is given back when the handler
 * returns. Thread-safe.
 */
final class LocalRequest extends RunningRequest implements Call {
    /** A smaller payload is not charged: as many as may run at once on a server hold 10 MiB. */
    private static final int CHARGED_FROM = 1024;

    private final @Nullable Message message;
    private final Ticker ticker;
    private final long deadline;
    private final CancelActions cancelActions;
    private final Invocation invocation;
    private int charged;

    /**
     * Prepares the handler's run.
     *
     * @param message null for handlers that cannot ask for it
     * @param request bound by the route
     */
    LocalRequest(
            Peer source,
            RequestHead head,
            @Nullable Message message,
            LocalRoute route,
            Object request,
            LocalCalls calls) {
        super(source, head);
        this.message = message;
        this.ticker = calls.ticker();
        this.deadline = ticker.nanos() + head.timeoutNanos();
        this.cancelActions = new CancelActions(calls.workers());
        this.invocation = new Invocation(route, request, this, this::returned);
    }

    /** Charges the bytes of its payload until the handler has returned; called before it is handed to anyone. */
    void charge(int bytes) {
        if (bytes >= CHARGED_FROM) {
            charged = bytes;
            source().running().hold(bytes);
        }
    }

    /** Runs the handler, where it is called. */
    Runnable invocation() {
        return invocation;
    }

    private void returned(Reply reply) {
        try {
            if (end(State.ANSWERED)) {
                source().disarm(this);
                source().settle(this, reply);
            }
        } finally {
            if (charged > 0) {
                source().running().hold(-charged);
            }
            source().release();
        }
    }

    /** No worker could be had: the handler will not run. */
    void refuse(Reply reply) {
        returned(reply);
    }

    @Override
    void abandon() {
        if (end(State.ABANDONED)) {
            source().disarm(this);
            source().forget(this);
            cancelActions.run();
        }
    }

    @Override
    boolean cut() {
        boolean first = end(State.ABANDONED);
        if (first) {
            source().disarm(this);
            source().settle(this, SHUT_DOWN);
            cancelActions.run();
        }
        return first;
    }

    @Override
    protected void onDeadline() {
        if (end(State.EXPIRED)) {
            source().settle(this, Reply.TIMEOUT);
            cancelActions.run();
        }
    }

    @Override
    public Message message() {
        return Objects.requireNonNull(message, "a handler that sees its call has a message");
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - ticker.nanos()));
    }

    @Override
    public boolean isCancelled() {
        State now = state();
        // The clock too: the loop may be late with the deadline, and a handler must not be told so.
        return now == State.EXPIRED
                || now == State.ABANDONED
                || (now == State.RUNNING && deadline - ticker.nanos() <= 0);
    }

    @Override
    public void onCancel(Runnable action) {
        cancelActions.add(Objects.requireNonNull(action, "action"));
    }

    @Override
    public Optional<Identity> caller() {
        return Optional.empty();
    }

    @Override
    public String connectionId() {
        return source().id();
    }
}
