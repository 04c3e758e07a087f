package io.trunkline.transport.internal;

import io.trunkline.FrameException;
import io.trunkline.codec.internal.frame.FrameReader;
import io.trunkline.transport.CloseReason;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins a format and a handler: bytes become frames on the loop, frames are handled where handlers run.
 *
 * <pre>{@code
 * onBytes ─▶ FrameReader ─┬▶ LoopIntake: here and now ────────────────▶ HandlerGuard ─▶ ConnectionHandler
 *                         ├▶ FrameBatch ─▶ WorkerDelivery, on workers ─▶     "
 *                         └ a bad frame, or one that FrameClock gives up: nothing more is read; behind the frames
 *                           before it, the connection is refused
 * }</pre>
 *
 * <p>What one read needs is made for that read: a connection between two frames owns no reader, intake or clock.
 *
 * <p>Loop-confined.
 */
final class FrameLogic<F> implements ConnectionLogic {
    /** Frames with an unusable content that a connection may send; one more ends it (SPEC.md section 2.5). */
    static final int MAX_INVALID = 16;

    private static final CloseReason PEER_ENDED =
            CloseReason.of(CloseReason.Kind.REMOTE, "the peer ended the connection");

    private final FrameService<F> service;

    /** Made when the connection is open. */
    private @Nullable FrameChannel<F> channel;

    /** Made then where handlers run on workers; null where they run here. */
    private @Nullable WorkerDelivery<F> workers;

    /** Made with the first frame that did not come whole. */
    private @Nullable UnfinishedFrame<F> unfinished;

    private int invalid;

    FrameLogic(FrameService<F> service) {
        this.service = service;
    }

    @Override
    public void onOpen(TcpConnection connection) {
        FrameSettings<F> settings = service.protocol().settings();
        FrameChannel<F> made = new FrameChannel<>(connection, service.protocol());
        channel = made;
        if (!settings.onLoop()) {
            workers = new WorkerDelivery<>(made, settings.workers(), made::abandon);
        }
        if (connection.settings().socket().pauseOnConnect()) {
            connection.pauseReading(PauseReason.USER);
        }
        submit(() -> handler().open(service.factory()));
    }

    private FrameChannel<F> channel() {
        return Objects.requireNonNull(channel, "onOpen comes first");
    }

    private HandlerGuard<F> handler() {
        return new HandlerGuard<>(channel());
    }

    private TcpConnection connection() {
        return channel().connection();
    }

    private FrameIntake<F> newIntake() {
        return workers == null ? new LoopIntake<>(handler()) : new FrameBatch<>(workers);
    }

    /** Runs a callback where handlers run, behind the frames before it. */
    private void submit(Runnable callback) {
        if (workers == null) {
            callback.run();
        } else {
            workers.submit(callback);
        }
    }

    @Override
    public void onBytes(byte[] array, int from, int limit) {
        FrameReader<F> kept = unfinished == null ? null : unfinished.reader();
        FrameReader<F> reading = kept == null ? service.protocol().newReader() : kept;
        long received = connection().facts().bytesRead();
        long before = received - (limit - from);
        long start = unfinished == null ? before : unfinished.readFrom(before);
        int buffered = reading.buffered();
        FrameIntake<F> intake = newIntake();
        FrameException bad = null;
        try {
            reading.feed(array, from, limit, intake);
        } catch (FrameException e) {
            bad = e.shiftedBy(start);
        }
        keep(reading, start);
        // What has left the reader: whole frames, though their first bytes may have come with earlier reads.
        intake.end(Math.max(0, (long) buffered + (limit - from) - reading.buffered()));
        count(intake);
        if (bad != null) {
            refuse("bad frame", bad);
        } else if (invalid > MAX_INVALID) {
            refuse("more than " + MAX_INVALID + " frames with an unusable content", null);
        } else if (unfinished != null) {
            unfinished.watch(received, start + reading.position());
        }
    }

    /** Forgets a reader that holds nothing: nothing is written here where every read ends with a frame. */
    private void keep(FrameReader<F> reading, long start) {
        if (unfinished == null && !reading.isAtRest()) {
            unfinished = new UnfinishedFrame<>(connection(), this::refuse);
        }
        if (unfinished != null) {
            unfinished.keep(reading, start);
        }
    }

    private void count(FrameIntake<F> intake) {
        TcpConnection connection = connection();
        connection.holdsUnfinished(unfinished == null ? 0 : unfinished.allocated());
        connection.countFrames(intake.taken());
        invalid += intake.invalidTaken();
    }

    private void stopClock() {
        if (unfinished != null) {
            unfinished.stopClock();
        }
    }

    private void refuse(String text, @Nullable FrameException cause) {
        if (cause == null) {
            refuse(CloseReason.of(CloseReason.Kind.PROTOCOL, text));
            return;
        }
        stopClock();
        HandlerGuard<F> from = handler();
        CloseReason reason = CloseReason.of(CloseReason.Kind.PROTOCOL, text, cause);
        endBehindFrames(() -> connection().refuse(from.lastWords(cause), reason));
    }

    private void refuse(CloseReason reason) {
        stopClock();
        endBehindFrames(() -> connection().refuse(null, reason));
    }

    /** Reads nothing more, and lets the handler answer what was read: ended at once, its answers would be lost. */
    private void endBehindFrames(Runnable end) {
        connection().pauseReading(PauseReason.ENDING);
        submit(end);
    }

    @Override
    public void onWritable(boolean writable) {
        HandlerGuard<F> to = handler();
        submit(() -> to.writable(writable));
    }

    @Override
    public void onEnd() {
        stopClock();
        try {
            if (unfinished != null) {
                unfinished.finish();
            }
        } catch (FrameException e) {
            refuse("the peer ended inside a frame", e);
            return;
        }
        HandlerGuard<F> to = handler();
        submit(() -> {
            to.end();
            if (!connection().settings().socket().allowHalfOpen()) {
                connection().closeAfterWrites(PEER_ENDED);
            }
        });
    }

    @Override
    public void onDrain(Duration grace, CloseReason reason) {
        HandlerGuard<F> to = handler();
        endBehindFrames(() -> {
            if (to.drain(grace)) {
                connection().resumeReading(PauseReason.ENDING);
            } else {
                connection().closeAfterWrites(reason);
            }
        });
    }

    @Override
    public void onClose(CloseReason reason) {
        HandlerGuard<F> to = handler();
        stopClock();
        submit(() -> to.close(reason));
    }
}
