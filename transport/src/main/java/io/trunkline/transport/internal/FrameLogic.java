package io.trunkline.transport.internal;

import io.trunkline.FrameException;
import io.trunkline.codec.internal.frame.FrameReader;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins a format and a handler: bytes become frames on the loop, frames are handled where handlers run.
 *
 * <pre>{@code
 * onBytes ─▶ FrameReader ─▶ FrameDelivery: here, or on a serial view of the workers ─▶ HandlerGuard ─▶ ConnectionHandler
 *                └ a bad frame, or one that FrameClock gives up: nothing more is read; behind the frames before it,
 *                  the connection is refused
 * }</pre>
 *
 * <p>Reader and clock exist only while a frame is unfinished: a connection between two frames owns neither.
 *
 * <p>Loop-confined.
 */
final class FrameLogic<F> implements ConnectionLogic {
    /** Frames with an unusable content that a connection may send; one more ends it (SPEC.md section 2.5). */
    static final int MAX_INVALID = 16;

    private static final CloseReason PEER_ENDED =
            CloseReason.of(CloseReason.Kind.REMOTE, "the peer ended the connection");

    private final FrameProtocol<F> protocol;
    private final ConnectionHandler.Factory<F> factory;
    /** Made when the connection is open. */
    private @Nullable FrameDelivery<F> delivery;

    private int invalid;

    /** All bytes that have come. */
    private long received;

    /** Kept from one read to the next only if it holds something; it counts from {@code readFrom}. */
    private @Nullable FrameReader<F> reader;

    private long readFrom;

    /** Made with the first frame that did not come whole. */
    private @Nullable FrameClock clock;

    FrameLogic(FrameProtocol<F> protocol, ConnectionHandler.Factory<F> factory) {
        this.protocol = protocol;
        this.factory = factory;
    }

    @Override
    public void onOpen(TcpConnection connection) {
        FrameSettings<F> settings = protocol.settings();
        FrameChannel<F> channel = new FrameChannel<>(connection, protocol);
        HandlerGuard<F> handler = new HandlerGuard<>(channel);
        FrameDelivery<F> made = settings.onLoop()
                ? new LoopDelivery<>(handler)
                : new WorkerDelivery<>(connection, handler, settings.workers(), channel::abandon);
        delivery = made;
        if (connection.settings().socket().pauseOnConnect()) {
            connection.pauseReading(PauseReason.USER);
        }
        made.submit(() -> handler.open(factory));
    }

    private FrameDelivery<F> delivery() {
        return Objects.requireNonNull(delivery, "onOpen comes first");
    }

    private TcpConnection connection() {
        return delivery().handler().connection();
    }

    @Override
    public void onBytes(byte[] array, int from, int limit) {
        FrameDelivery<F> to = delivery();
        FrameReader<F> kept = reader;
        FrameReader<F> reading = kept == null ? protocol.newReader() : kept;
        long start = kept == null ? received : readFrom;
        int before = reading.buffered();
        FrameException bad = null;
        to.begin();
        try {
            reading.feed(array, from, limit, to);
        } catch (FrameException e) {
            bad = e.shiftedBy(start);
        }
        received += limit - from;
        keep(reading, start);
        // What has left the reader: whole frames, though their first bytes may have come with earlier reads.
        to.end(Math.max(0, (long) before + (limit - from) - reading.buffered()));
        count(to);
        if (bad != null) {
            refuse("bad frame", bad);
        } else if (invalid > MAX_INVALID) {
            refuse("more than " + MAX_INVALID + " frames with an unusable content", null);
        } else {
            watch(reading, start);
        }
    }

    /** Forgets a reader that holds nothing: nothing is written here where every read ends with a frame. */
    private void keep(FrameReader<F> reading, long start) {
        boolean atRest = reading.isAtRest();
        if (!atRest) {
            reader = reading;
            readFrom = start;
        } else if (reader != null) {
            reader = null;
        }
    }

    private void count(FrameDelivery<F> to) {
        connection().holdsUnfinished(reader == null ? 0 : reader.allocated());
        connection().countFrames(to.taken());
        invalid += to.invalidTaken();
    }

    private void watch(FrameReader<F> reading, long start) {
        FrameClock watching = clock;
        if (watching == null) {
            if (reader == null) {
                return;
            }
            watching = new FrameClock(connection(), this::refuse);
            clock = watching;
        }
        watching.reached(received, start + reading.position());
    }

    private void stopClock() {
        if (clock != null) {
            clock.stop();
        }
    }

    private void refuse(String text, @Nullable FrameException cause) {
        refuse(
                cause == null
                        ? CloseReason.of(CloseReason.Kind.PROTOCOL, text)
                        : CloseReason.of(CloseReason.Kind.PROTOCOL, text, cause));
    }

    private void refuse(CloseReason reason) {
        stopClock();
        endBehindFrames(() -> connection().refuse(null, reason));
    }

    /** Reads nothing more, and lets the handler answer what was read: ended at once, its answers would be lost. */
    private void endBehindFrames(Runnable end) {
        connection().pauseReading(PauseReason.ENDING);
        delivery().submit(end);
    }

    @Override
    public void onWritable(boolean writable) {
        FrameDelivery<F> to = delivery();
        to.submit(() -> to.handler().writable(writable));
    }

    @Override
    public void onEnd() {
        stopClock();
        try {
            if (reader != null) {
                reader.finish();
            }
        } catch (FrameException e) {
            refuse("the peer ended inside a frame", e.shiftedBy(readFrom));
            return;
        }
        FrameDelivery<F> to = delivery();
        to.submit(() -> {
            to.handler().end();
            if (!connection().settings().socket().allowHalfOpen()) {
                connection().closeAfterWrites(PEER_ENDED);
            }
        });
    }

    @Override
    public void onDrain(Duration grace, CloseReason reason) {
        FrameDelivery<F> to = delivery();
        endBehindFrames(() -> {
            if (to.handler().drain(grace)) {
                connection().resumeReading(PauseReason.ENDING);
            } else {
                connection().closeAfterWrites(reason);
            }
        });
    }

    @Override
    public void onClose(CloseReason reason) {
        FrameDelivery<F> to = delivery();
        stopClock();
        to.submit(() -> to.handler().close(reason));
    }
}
