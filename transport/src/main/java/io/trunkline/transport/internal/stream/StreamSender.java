package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import io.trunkline.codec.internal.mux.Multiplexer;
import io.trunkline.codec.internal.mux.MuxStream;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Feeds the multiplexer with what streams have to send: a piece of each in turn, while the connection is writable.
 *
 * <pre>{@code
 *              something to send            a piece taken, all of it sent, more to come
 *  QUIET ──────────────────────────▶ READY ◀───────────────┐
 *    ▲                                 │ its turn ──────────┘
 *    │ nothing left                    ├─ the piece waits for credit ─▶ WAITING ── credit came ──▶ READY
 *    └─────────────────────────────────┘
 * }</pre>
 *
 * <p>So a stream with much to send delays another by one piece, and a peer that does not read stops all of them before the
 * outbound queue is full. Loop-confined.
 */
final class StreamSender {
    private final StreamSession session;
    private final Multiplexer mux;
    private final Set<StreamCore> ready = new LinkedHashSet<>();

    StreamSender(StreamSession session, Multiplexer mux) {
        this.session = session;
        this.mux = mux;
    }

    /** Takes note of a stream that may have something to send, and sends what may be sent. */
    void ready(StreamCore stream) {
        ready.add(stream);
        flush();
    }

    /** Forgets a stream that has ended. */
    void forget(StreamCore stream) {
        ready.remove(stream);
    }

    /** Sends while the connection takes it. */
    void flush() {
        while (!ready.isEmpty() && session.isWritable()) {
            StreamCore stream = takeFirst();
            if (feed(stream)) {
                ready.add(stream);
            }
        }
    }

    private StreamCore takeFirst() {
        Iterator<StreamCore> all = ready.iterator();
        StreamCore first = all.next();
        all.remove();
        return first;
    }

    /** Gives one piece of a stream to the multiplexer; true if it may have more at once. */
    private boolean feed(StreamCore stream) {
        MuxStream at = stream.mux();
        if (at.waitingBytes() > 0) {
            return false;
        }
        Payload piece = stream.writing().takePiece(session.limits().maxFrame());
        if (piece == null) {
            if (stream.isFlushed()) {
                mux.end(at, session.nanos());
            }
            return false;
        }
        mux.write(at, piece, session.nanos());
        stream.writing().settle();
        if (at.waitingBytes() > 0) {
            session.watchStalls();
            return false;
        }
        return at.isLive();
    }
}
