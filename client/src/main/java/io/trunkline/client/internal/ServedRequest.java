package io.trunkline.client.internal;

import io.trunkline.Call;
import io.trunkline.Identity;
import io.trunkline.Message;
import io.trunkline.ReplyException;
import io.trunkline.transport.internal.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A request that a handler of this client answers, and what the handler may ask about it.
 *
 * <pre>{@code
 * RUNNING ──the handler's result or exception──▶ ANSWERED
 *    ├──────the request's time is over─────────▶ GIVEN_UP    nobody would hear an answer, so none is sent;
 *    └──────connection lost────────────────────▶ GIVEN_UP    the handler is told, if it asked to be
 * }</pre>
 *
 * <p>Thread-safe. It holds its place among the running requests until its handler has returned, so that callers that give up and
 * ask again do not multiply blocked workers; whoever has its answer may ask again at once. Guarded by {@code lock}: the actions of
 * a cancellation, which run without it.
 */
final class ServedRequest extends Deadline implements Call, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedRequest.class);

    private static final String CONNECTION = "trunkline.connection";
    private static final String TOPIC = "trunkline.topic";
    private static final String REQUEST = "trunkline.request";

    private enum State {
        RUNNING,
        ANSWERED,
        GIVEN_UP
    }

    private final Serving serving;
    private final ServedRoute<?, ?> route;
    private final Message message;
    private final Object request;
    private final long deadline;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable List<Runnable> cancelActions = new ArrayList<>(0);

    /** Confined to the thread that runs the handler. */
    private boolean placeLeft;

    ServedRequest(Serving serving, ServedRoute<?, ?> route, Message message, Object request, long deadline) {
        this.serving = serving;
        this.route = route;
        this.message = message;
        this.request = request;
        this.deadline = deadline;
    }

    /** Runs the handler, on a worker; nothing that it throws leaves this method. */
    @Override
    public void run() {
        try {
            if (state.get() == State.RUNNING) {
                mark();
                handle();
            }
        } finally {
            unmark();
            leavePlace();
            serving.left(this);
        }
    }

    private void mark() {
        MDC.put(CONNECTION, connectionId());
        MDC.put(TOPIC, message.topic());
        message.requestId().ifPresent(id -> MDC.put(REQUEST, id.toString()));
    }

    private static void unmark() {
        MDC.remove(CONNECTION);
        MDC.remove(TOPIC);
        MDC.remove(REQUEST);
    }

    private void handle() {
        try {
            Object result = route.handle(request, this);
            if (result != null) {
                answer(new ServedReply(route.encode(result), route.isBinary(result)));
            } else if (!isCancelled()) {
                failed("handler-returned-null", null);
            }
        } catch (ReplyException e) {
            if (e.isReceived()) {
                failed("handler-let-a-received-error-escape", e);
            } else {
                answer(ServedReply.error(e.code(), e.text(), e.details()));
            }
        } catch (Throwable e) {
            // Errors too: a handler that recurses too deep costs its own request only.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            failed("handler-failed", e);
        }
    }

    private void failed(String what, @Nullable Throwable failure) {
        LOG.warn("event={} handler=\"{} {}\"", what, route.pattern(), route.version, failure);
        answer(ServedReply.INTERNAL_ERROR);
    }

    private void answer(ServedReply reply) {
        if (state.compareAndSet(State.RUNNING, State.ANSWERED)) {
            // Before the answer: whoever has it may ask for as much again, sooner than this thread comes to the next
            // line.
            leavePlace();
            serving.answer(message, reply);
        }
    }

    private void leavePlace() {
        if (!placeLeft) {
            placeLeft = true;
            serving.leavePlace();
        }
    }

    /** Nobody waits for the answer any more. */
    void giveUp() {
        if (state.compareAndSet(State.RUNNING, State.GIVEN_UP)) {
            List<Runnable> due = takeActions();
            if (!due.isEmpty()) {
                serving.runLater(() -> due.forEach(ServedRequest::guarded));
            }
        }
    }

    @Override
    protected void onDeadline() {
        giveUp();
    }

    private List<Runnable> takeActions() {
        lock.lock();
        try {
            List<Runnable> due = cancelActions == null ? List.of() : List.copyOf(cancelActions);
            cancelActions = null;
            return due;
        } finally {
            lock.unlock();
        }
    }

    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.warn("event=cancel-action-failed", e);
        }
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - serving.nanos()));
    }

    @Override
    public boolean isCancelled() {
        State now = state.get();
        return now == State.GIVEN_UP || (now == State.RUNNING && deadline - serving.nanos() <= 0);
    }

    @Override
    public void onCancel(Runnable action) {
        Objects.requireNonNull(action, "action");
        lock.lock();
        try {
            if (cancelActions != null) {
                cancelActions.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        serving.runLater(() -> guarded(action));
    }

    /** The broker does not pass on who asked. */
    @Override
    public Optional<Identity> caller() {
        return Optional.empty();
    }

    @Override
    public String connectionId() {
        return serving.peer();
    }
}
