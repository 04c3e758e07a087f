package io.trunkline.server.internal.broker;

import io.trunkline.Call;
import io.trunkline.Identity;
import io.trunkline.Message;
import io.trunkline.server.Refusal;
import io.trunkline.server.internal.handler.CallEnd;
import io.trunkline.server.internal.handler.Invocation;
import io.trunkline.server.internal.handler.Reply;
import io.trunkline.server.internal.handler.Workers;
import io.trunkline.server.internal.observe.CallWatch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
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

    private final BoundCall call;
    private final LocalDispatch threads;
    private final long deadline;
    private final @Nullable RequestLine line;

    /** Made for the first that asks, most never do. Guarded by this request's monitor. */
    private @Nullable CancelActions cancelActions;

    /** When the handler was called; 0 before. Written by its thread, read by the loop's deadline through {@link #BEGAN}. */
    @SuppressWarnings("UnusedVariable") // Read and written through its handle.
    private long began;

    /**
     * Prepares the handler's run.
     *
     * @param line that it waits in, null if it runs beside the others
     */
    LocalRequest(AdmittedRequest admitted, BoundCall call, LocalDispatch threads, @Nullable RequestLine line) {
        super(admitted);
        this.call = call;
        this.threads = threads;
        this.deadline = source().recentNanos() + admitted.head().timeoutNanos();
        this.line = line;
        if (call.bytes() >= CHARGED_FROM) {
            source().running().hold(call.bytes());
        }
    }

    /** When its time is over, by its caller's loop. */
    long deadline() {
        return deadline;
    }

    /** Has the handler run; false if it will not, because the request has ended or no worker is free. */
    boolean tryBegin() {
        if (state() != State.RUNNING) {
            free();
            return false;
        }
        if (call.route().isOnLoop()) {
            return source().tryRunOnLoop(this);
        }
        if (Workers.tryExecute(threads.workersOf(call.route()), this)) {
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
            new Invocation(call.route(), call.request(), this, this).run();
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
        threads.watch().failed(call.route(), source().id(), failure);
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
        if (threads.watch().ended(took) && state() != State.EXPIRED) {
            threads.watch().slow(call.route(), source().id(), took);
        }
    }

    /** Its time is over and its handler has not ended: slow, whatever else it is. */
    private void watchLate() {
        long since = (long) BEGAN.getOpaque(this);
        if (since != 0) {
            threads.watch().slow(call.route(), source().id(), source().nanos() - since);
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
        if (tryFree() && call.bytes() >= CHARGED_FROM) {
            source().running().hold(-call.bytes());
        }
    }

    /** The handler is told, and where it holds no thread it is not waited for. */
    private void giveUp() {
        cancelActions().run();
        if (call.route().isOnLoop()) {
            ended();
        }
    }

    private synchronized CancelActions cancelActions() {
        CancelActions made = cancelActions == null
                ? new CancelActions(threads.workers(), call.route().log())
                : cancelActions;
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
        return call.message();
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - source().nanos()));
    }

    @Override
    public boolean isCancelled() {
        State now = state();
        // The clock too: the loop may be late with the deadline, and a handler must not be told so.
        return now == State.EXPIRED
                || now == State.ABANDONED
                || (now == State.RUNNING && deadline - source().nanos() <= 0);
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
