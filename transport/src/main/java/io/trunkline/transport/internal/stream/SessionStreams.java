package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import io.trunkline.codec.internal.mux.Multiplexer;
import io.trunkline.codec.internal.mux.MuxStream;
import io.trunkline.transport.internal.TcpConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Holds the streams of one connection that live, or whose bytes were not read yet, and passes to each what is its own.
 *
 * <pre>{@code
 * add ─▶ HELD ─ended─▶ HELD until all of it is read ─▶ forgotten
 * }</pre>
 *
 * <p>Loop-confined, except {@link #isPaused}.
 */
final class SessionStreams {
    private final Multiplexer mux;
    private final StreamSender sender;
    private final ReadPause pause;
    private final StreamWatch watch;
    private final Map<MuxStream, LiveStream> held = new HashMap<>();

    SessionStreams(TcpConnection connection, Multiplexer mux, StreamSender sender, StreamWatch watch) {
        this.mux = mux;
        this.sender = sender;
        this.pause = new ReadPause(connection);
        this.watch = watch;
    }

    StreamWatch watch() {
        return watch;
    }

    /** Whether reading rests because much was not read: readers then tell of each byte. Thread-safe. */
    boolean isPaused() {
        return pause.isPaused();
    }

    LiveStream add(MuxStream stream, StreamSession session) {
        LiveStream made = new LiveStream(new StreamCore(stream, session), session);
        held.put(stream, made);
        watch.opened();
        return made;
    }

    void data(MuxStream stream, Payload bytes) {
        if (!bytes.isEmpty()) {
            pause.arrived(stream);
            Objects.requireNonNull(held.get(stream), "refused streams get no data")
                    .core()
                    .reading()
                    .arrived(bytes);
        }
    }

    /** Takes note of an end; false if the stream was refused, and nobody has it. */
    boolean closed(MuxStream stream, StreamOutcome outcome) {
        LiveStream over = held.get(stream);
        if (over == null) {
            return false;
        }
        watch.ended(outcome.end());
        sender.forget(over.core());
        over.core().ended(outcome);
        forgetIfRead(over.core());
        return true;
    }

    void writable(MuxStream stream) {
        LiveStream at = held.get(stream);
        if (at != null) {
            at.core().writing().settle();
            sender.ready(at.core());
        }
    }

    /** Stops reading, or goes on; from a stop on readers tell of each byte, and what they read before is fetched. */
    void pauseReading(boolean full) {
        if (pause.full(full)) {
            forEach(this::visit);
        }
    }

    /** Does what a stream has asked for since the last visit. */
    void visit(StreamCore stream) {
        MuxStream at = stream.mux();
        StreamCore.Visit asked = stream.takeVisit();
        pause.released(at, asked.frames());
        if (asked.bytes() > 0) {
            mux.consumed(at, asked.bytes());
        }
        if (asked.reset() != null) {
            mux.reset(at, asked.reset());
        } else if (at.isLive()) {
            sender.ready(stream);
        }
        forgetIfRead(stream);
    }

    private void forgetIfRead(StreamCore stream) {
        if (!stream.mux().isLive() && stream.mux().unconsumed() == 0) {
            held.remove(stream.mux());
        }
    }

    void peerEnded() {
        forEach(stream -> stream.reading().peerEnded());
    }

    /** The connection is over: what was not read is charged to nobody any more. */
    void forgetAll() {
        forEach(stream -> stream.reading().uncharge());
        held.clear();
    }

    private void forEach(Consumer<StreamCore> action) {
        List.copyOf(held.values()).forEach(stream -> action.accept(stream.core()));
    }
}
