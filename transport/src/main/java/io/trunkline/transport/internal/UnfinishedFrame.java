package io.trunkline.transport.internal;

import io.trunkline.FrameException;
import io.trunkline.codec.internal.frame.FrameReader;
import io.trunkline.transport.CloseReason;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The frame that one connection's reads have begun and not ended, and the clock that it is held to.
 *
 * <p>Made with the first frame that does not come whole: a connection whose reads end with a frame never has one, and one
 * that stands between two frames owns no reader. Loop-confined.
 */
final class UnfinishedFrame<F> {
    private final FrameClock clock;

    /** Kept from one read to the next only if it holds something; it counts from {@code readFrom}. */
    private @Nullable FrameReader<F> reader;

    private long readFrom;

    /** {@code giveUp} ends the connection; called once at most. */
    UnfinishedFrame(TcpConnection connection, Consumer<CloseReason> giveUp) {
        this.clock = new FrameClock(connection, giveUp);
    }

    /** The reader that holds the beginning of a frame; null between two frames. */
    @Nullable
    FrameReader<F> reader() {
        return reader;
    }

    /** The place in the stream of the first byte that the reader was given; {@code otherwise} if there is none. */
    long readFrom(long otherwise) {
        return reader == null ? otherwise : readFrom;
    }

    /** Forgets a reader that holds nothing, and keeps another. */
    void keep(FrameReader<F> read, long start) {
        if (read.isAtRest()) {
            reader = null;
        } else {
            reader = read;
            readFrom = start;
        }
    }

    /** What it costs. */
    int allocated() {
        return reader == null ? 0 : reader.allocated();
    }

    /** Watches the frame that begins at {@code position}, if so many bytes that were received are beyond it. */
    void watch(long received, long position) {
        clock.reached(received, position);
    }

    /** Nothing more will be read. */
    void stopClock() {
        clock.stop();
    }

    /** The peer's output has ended: throws, with a place in the stream, if that cuts a frame. */
    void finish() {
        if (reader == null) {
            return;
        }
        try {
            reader.finish();
        } catch (FrameException e) {
            throw e.shiftedBy(readFrom);
        }
    }
}
