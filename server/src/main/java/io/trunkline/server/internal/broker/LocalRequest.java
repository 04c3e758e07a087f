package io.trunkline.server.internal.broker;

import io.trunkline.Action;
import io.trunkline.Call;
import io.trunkline.Identity;
import io.trunkline.Message;
import io.trunkline.Payload;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.handler.CallEnd;
import io.trunkline.server.internal.handler.HandlerScope;
import io.trunkline.server.internal.handler.Invocation;
import io.trunkline.server.internal.handler.LocalRoute;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.server.internal.handler.Workers;
import io.trunkline.server.internal.observe.CallWatch;
import io.trunkline.server.internal.observe.HandlerTimes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that a handler of this server answers, and what the handler may ask about it.
 *
 * <pre>{@code
 * answer     first of: result, deadline, caller gone, grace over         then nobody else is heard
 * slot       a handler on a worker holds it until it returns; a stage until the answer, whichever that is
 * }</pre>
 *
 * <p>So callers that give up and ask again do not multiply blocked workers, and a stage that never completes keeps nothing.
 * Thread-safe.
 */
final class LocalRequest extends RunningRequest implements Call, CallEnd, Runnable {
    /** A smaller payload is not charged: as many as may run at once on a server hold 10 MiB. */
    private static final int CHARGED_FROM = 1024;

    private static final VarHandle BEGAN = beganHandle();

    private final LocalRoute route;
    private final LocalDispatch threads;
    private final Object request;
    private final int bytes;
    private final @Nullable RequestLine line;

    /** Nobody will change it; null for handlers that cannot ask for it. */
    private final @Nullable Payload payload;

    /** Made for the first that asks: most never do. Two threads that ask at once may get two that are equal. */
    private volatile @Nullable Message message;

    /** Made for the first that asks, most never do. Guarded by this request's monitor. */
    private @Nullable CancelActions cancelActions;

    /** When the handler was called; 0 before. Written by its thread, read by the loop's deadline through {@link #BEGAN}. */
    @SuppressWarnings("UnusedVariable") // Read and written through its handle.
    private long began;

    /**
     * Prepares the handler's run: binds its argument, and keeps of the payload what the handler may ask for.
     *
     * @param body borrowed; valid during the call only
     * @throws io.trunkline.PayloadException if it does not bind
     */
    LocalRequest(AdmittedRequest admitted, Body body, LocalRoute route, LocalDispatch threads) {
        super(admitted);
        this.route = route;
        this.threads = threads;
        this.bytes = body.length();
        Object bound = route.bind(body.array(), body.offset(), body.length());
        this.payload = !route.usesCall() ? null : bound instanceof Payload same ? same : body.copy();
        this.request = bound == null ? message() : bound;
        this.line = isSerial() ? source().line() : null;
        due(source().recentNanos() + head().timeoutNanos());
        if (bytes >= CHARGED_FROM) {
            source().running().hold(bytes);
        }
    }

    private boolean isSerial() {
        return !head().hasId() || source().isOrdered();
    }

    /** Has the handler run, now or behind those that this connection has asked before. */
    void enter() {
        if (line == null) {
            tryBegin();
        } else {
            line.enter(this);
        }
    }

    /** Has the handler run; false if it will not, because the request has ended or no worker is free. */
    boolean tryBegin() {
        if (state() != State.RUNNING) {
            free();
            return false;
        }
        if (route.isOnLoop()) {
            if (source().inLoop()) {
                Invocation.run(route, request, this, this); // No mark: the loop's own name says where this is.
                return true;
            }
            return source().tryRunOnLoop(this);
        }
        if (Workers.tryExecute(threads.workersOf(route), this)) {
            return true;
        }
        source().refused(Refusal.Reason.BUSY, "no worker is free");
        finish(LocalDispatch.NO_WORKER);
        free();
        return false;
    }

    /** Calls the handler, on the thread where it is to run. */
    @Override
    public void run() {
        if (state() == State.RUNNING) {
            HandlerScope.run(() -> Invocation.run(route, request, this, this));
        } else {
            ended(); // It timed out while it waited for a thread: nobody would hear its answer.
        }
    }

    private static VarHandle beganHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(LocalRequest.class, "began", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public void entered() {
        // On the loop the time of its arrival will do: a look at the clock costs more than binding a small request.
        BEGAN.setOpaque(this, source().recentNanos() | 1); // Never 0, which says that it was not called.
        CallWatch watch = threads.watch();
        if (watch.marks()) {
            watch.entered(source().id(), source().listener(), topic().text(), id());
        }
    }

    @Override
    public void left() {
        threads.watch().left();
    }

    @Override
    public void failed(Throwable failure) {
        threads.watch().failed(route, source().id(), failure);
    }

    @Override
    public void answered(Reply reply) {
        long took = source().nanos() - (long) BEGAN.getOpaque(this);
        leavePlace();
        if (!finish(reply)) {
            threads.counters().lateReplies.increment();
        }
        ended();
        // One that expired was found to be slow then.
        HandlerTimes.Lane here = source().inLoop() ? source().tally().times() : null;
        if (threads.watch().ended(took, here) && state() != State.EXPIRED) {
            threads.watch().slow(route, source().id(), took);
        }
    }

    /** Its time is over and its handler has not ended: slow, whatever else it is. */
    private void watchLate() {
        long since = (long) BEGAN.getOpaque(this);
        if (since != 0) {
            threads.watch().slow(route, source().id(), source().nanos() - since);
        }
    }

    @Override
    public void answeredAgain() {
        threads.counters().lateReplies.increment();
    }

    private boolean finish(Reply reply) {
        boolean first = end(State.ANSWERED);
        if (first) {
            source().disarm(this);
            source().settle(this, reply);
        }
        return first;
    }

    /** Nothing more is done for this request. */
    private void ended() {
        free();
        if (line != null) {
            line.left(this);
        }
    }

    private void free() {
        if (tryFree() && bytes >= CHARGED_FROM) {
            source().running().hold(-bytes);
        }
    }

    /** The handler is told, and where it holds no thread it is not waited for. */
    private void giveUp() {
        cancelActions().run();
        if (route.isOnLoop()) {
            ended();
        }
    }

    private synchronized CancelActions cancelActions() {
        CancelActions made = cancelActions == null ? new CancelActions(threads.workers(), route.log()) : cancelActions;
        cancelActions = made;
        return made;
    }

    @Override
    void abandon() {
        if (end(State.ABANDONED)) {
            source().disarm(this);
            source().forget(this);
            giveUp();
        }
    }

    @Override
    boolean cut() {
        boolean first = end(State.ABANDONED);
        if (first) {
            source().disarm(this);
            source().settle(this, SHUT_DOWN);
            giveUp();
        }
        return first;
    }

    @Override
    protected void onDeadline() {
        if (end(State.EXPIRED)) {
            threads.counters().timeouts.increment();
            source().settle(this, Reply.TIMEOUT);
            giveUp();
            watchLate();
        }
    }

    @Override
    public Message message() {
        Message known = message;
        if (known == null) {
            known = make(Objects.requireNonNull(payload, "a handler that sees its call has a message"));
            message = known;
        }
        return known;
    }

    private Message make(Payload shown) {
        RequestHead from = head();
        Message made = Message.of(Action.REQUEST, from.topic().text(), shown);
        if (!from.version().equals(SemVer.DEFAULT)) {
            made = made.version(from.version().text());
        }
        UUID id = from.id();
        made = id == null ? made : made.requestId(id);
        return from.parent() == null ? made : made.parentId(from.parent());
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, due() - source().nanos()));
    }

    @Override
    public boolean isCancelled() {
        State now = state();
        // The clock too: the loop may be late with the deadline, and a handler must not be told so.
        return now == State.EXPIRED
                || now == State.ABANDONED
                || (now == State.RUNNING && due() - source().nanos() <= 0);
    }

    @Override
    public void onCancel(Runnable action) {
        cancelActions().add(Objects.requireNonNull(action, "action"));
    }

    @Override
    public Optional<Identity> caller() {
        return source().identity();
    }

    @Override
    public String connectionId() {
        return source().id();
    }
}
