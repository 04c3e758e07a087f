package io.trunkline.transport.internal.stream;

import io.trunkline.ReplyException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TrunklineException;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.StreamHandler;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.HandlerWatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream's handler on a worker, from the asking for one to the handler's return.
 *
 * <pre>{@code
 *  WAITING ──a worker takes it──▶ RUNNING ──returns or throws──▶ its place is free, the stream is closed or reset
 *     └──the workers reject it, or none comes in 5 s──▶ GIVEN_UP: the stream is reset with BUSY
 * }</pre>
 *
 * <p>Handlers may hold their workers for long, so a queue of them may not move at all: better refused than late. Thread-safe:
 * the loop and the worker race by one compare-and-set.
 */
final class HandlerRun extends Deadline implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(HandlerRun.class);

    /** A worker that is not free by then is held by handlers of the long kind. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private enum State {
        WAITING,
        RUNNING,
        GIVEN_UP
    }

    private final StreamSession session;
    private final StreamHandler handler;
    private final LiveStream stream;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    HandlerRun(StreamSession session, StreamHandler handler, LiveStream stream) {
        this.session = session;
        this.handler = handler;
        this.stream = stream;
    }

    /** The loop's: asks for a worker. */
    void begin() {
        session.loop().schedule(this, session.loop().nanos() + PATIENCE);
        try {
            session.workers().execute(this);
        } catch (RejectedExecutionException e) {
            giveUp();
        }
    }

    @Override
    protected void onDeadline() {
        giveUp();
    }

    private void giveUp() {
        if (state.compareAndSet(State.WAITING, State.GIVEN_UP)) {
            session.loop().cancel(this);
            session.freePlace(stream.core());
            stream.core().reset("BUSY");
            session.onReturn();
        }
    }

    @Override
    public void run() {
        if (!state.compareAndSet(State.WAITING, State.RUNNING)) {
            return;
        }
        session.loop().cancel(this);
        Throwable failure = hasFailed() ? null : failureOf();
        // The place before the close: the peer may answer that with its next stream, sooner than we come to a later
        // line.
        session.onLoop(() -> session.freePlace(stream.core()));
        try {
            if (failure == null) {
                stream.core().beginClose();
            } else {
                failed(failure);
            }
        } finally {
            session.onLoop(session::onReturn);
        }
    }

    /** Calls the handler; null if it returns. */
    private @Nullable Throwable failureOf() {
        try {
            handle();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private void handle() throws Exception {
        HandlerWatch watch = session.watch();
        if (!watch.wantsCalls()) {
            handler.handle(stream);
            return;
        }
        watch.enter(session.tcp());
        try {
            handler.handle(stream);
        } finally {
            watch.exit();
        }
    }

    /** A stream that its peer has reset while it waited for a worker is not worth one. */
    private boolean hasFailed() {
        StreamOutcome outcome = stream.core().outcome();
        return outcome != null && !outcome.isPeersClose();
    }

    private void failed(Throwable failure) {
        if (failure instanceof ReplyException reply && !reply.isReceived()) {
            stream.core().reset(reply.code().name());
        } else if (failure instanceof ConnectionLostException
                && stream.core().reading().hasPeerEnded()) {
            stream.core().beginClose(); // What it wrote before it asked for more may still be sent.
        } else if (isPeers(failure)) {
            log.debug("conn={} event=stream-failed: {}", session.connectionId(), failure.toString());
            stream.core().reset(failure instanceof RequestTimeoutException ? "TIMEOUT" : "INTERNAL_ERROR");
        } else {
            session.watch().failed(session.tcp(), "handle", failure);
            stream.core().reset("INTERNAL_ERROR");
        }
    }

    /** A peer that is silent, slow or gone is no fault of the handler's, nor is the end of the workers. */
    private boolean isPeers(Throwable failure) {
        boolean follows = failure instanceof TrunklineException || failure instanceof InterruptedException;
        return failure instanceof RequestTimeoutException
                || (follows && stream.core().outcome() != null);
    }
}
