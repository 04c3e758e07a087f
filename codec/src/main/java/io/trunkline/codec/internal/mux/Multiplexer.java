package io.trunkline.codec.internal.mux;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the streams of one connection: frames and a clock in, frames and events out.
 *
 * <pre>{@code
 *  NEW ──start()──▶ RUNNING ──protocol error──▶ FAILED ──connectionEnded()──▶ ENDED
 *
 *  frame ─▶ receive ─┬ stream 0: create ▶ opened   close ▶ answer, closed   window ▶ send what waited
 *                    └ other:    window left? ▶ data, else the stream ends; twice, the connection does
 * }</pre>
 *
 * <p>Each stream's own life is drawn at {@link StreamState}. Loop-confined: one thread, or one lock, for all calls. Times
 * are nanoseconds of one monotonic clock.
 *
 * <p>A {@link FrameException} from {@link #receive} ends the connection: every stream has been closed before it is thrown.
 * Its offset counts the bytes of all frames received here, so it is the place in the connection's stream. Implements
 * SPEC.md section 4.
 */
public final class Multiplexer {
    /** u32 stream id, u32 length. */
    private static final int HEADER_BYTES = 8;

    private final MuxRole role;
    private final MuxLimits limits;
    private final MuxEvents events;
    private final StreamTable table;
    private final LiveStreams streams;
    private final PeerControls controls;
    private final PeerData data;
    private MuxState state = MuxState.NEW;
    private long position;

    /**
     * Prepares the streams of a connection.
     *
     * @param role which end we are
     * @param limits what the peer may use
     * @param events carries out what is decided
     */
    public Multiplexer(MuxRole role, MuxLimits limits, MuxEvents events) {
        this.role = role;
        this.limits = limits;
        this.events = events;
        this.table = new StreamTable(role.firstId());
        this.streams = new LiveStreams(limits, events, table);
        this.controls = new PeerControls(streams);
        this.data = new PeerData(streams);
    }

    private void moveTo(MuxState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("a multiplexer cannot go from " + state + " to " + next);
        }
        state = next;
    }

    private void requireRunning() {
        if (state != MuxState.RUNNING) {
            throw new IllegalStateException("the multiplexer is " + state + ", not RUNNING");
        }
    }

    /** Begins: a connector says that it understands credit, before anything else. Call once. */
    public void start() {
        moveTo(MuxState.RUNNING);
        if (role == MuxRole.CONNECTOR) {
            controls.announceCredit();
        }
    }

    /**
     * Takes one frame from the peer.
     *
     * @param streamId as received, 0 for control
     * @param body the frame's body
     * @param now nanoseconds
     * @throws FrameException if the peer broke the protocol; the connection must end
     */
    public void receive(long streamId, Payload body, long now) {
        requireRunning();
        long frame = position;
        position += HEADER_BYTES + body.size();
        try {
            if (streamId == 0) {
                controls.on(decode(body, frame + HEADER_BYTES), frame + HEADER_BYTES, now);
            } else {
                data.on(streamId, body, frame);
            }
        } catch (FrameException e) {
            fail();
            throw e;
        }
    }

    private void fail() {
        // An event may have ended the connection before the error was found.
        if (state == MuxState.RUNNING) {
            moveTo(MuxState.FAILED);
            streams.closeAll();
        }
    }

    private static StreamControl decode(Payload body, long offset) {
        try {
            return StreamControlCodec.decode(body);
        } catch (PayloadException e) {
            throw PeerControls.malformed(Objects.requireNonNullElse(e.getMessage(), e.reason()), offset);
        }
    }

    /**
     * Tells whether {@link #open} will open a stream.
     *
     * @return false while as many of ours are open as the limit allows, and unless the connection is running
     */
    public boolean canOpen() {
        return state == MuxState.RUNNING && table.ours() < limits.maxStreams();
    }

    /**
     * Tells whether streams of ours that are opened from now on count credit.
     *
     * @return false until the peer has said that it knows credit
     */
    public boolean peerKnowsCredit() {
        return controls.peerKnowsCredit();
    }

    /**
     * Opens a stream; it may be written to at once.
     *
     * @param type what it is for
     * @param metadata a JSON object
     * @return the stream, on our next free id
     * @throws IllegalStateException unless {@link #canOpen}
     */
    public MuxStream open(String type, Payload metadata) {
        requireRunning();
        if (table.ours() >= limits.maxStreams()) {
            throw new IllegalStateException(
                    "streams of ours open: " + table.ours() + ", allowed: " + limits.maxStreams());
        }
        long window =
                controls.peerKnowsCredit() ? streams.budget().take(limits.streamWindow()) : StreamControl.NO_WINDOW;
        StreamControl.Create create = new StreamControl.Create(table.allocate(), type, metadata, window);
        Payload encoded = StreamControlCodec.encode(create);
        MuxStream stream = MuxStream.ours(create, limits);
        table.add(stream);
        events.send(0, encoded);
        return stream;
    }

    /**
     * Writes to a stream; what exceeds the peer's credit waits in the multiplexer.
     *
     * @param stream where to
     * @param bytes cut into frames as needed
     * @param now nanoseconds
     * @return false if the stream is not open any more, and nothing was written
     */
    public boolean write(MuxStream stream, Payload bytes, long now) {
        if (stream.state() != StreamState.OPEN) {
            return false;
        }
        stream.out().write(bytes, now);
        streams.pump(stream, now);
        return true;
    }

    /**
     * Closes a stream once everything written to it has been sent; data may arrive until then.
     *
     * @param stream any stream; nothing happens unless it is open
     * @param now nanoseconds
     */
    public void end(MuxStream stream, long now) {
        if (stream.state() == StreamState.OPEN) {
            stream.moveTo(StreamState.ENDING);
            streams.pump(stream, now);
        }
    }

    /**
     * Closes a stream at once and discards what it has not sent.
     *
     * @param stream any stream; nothing happens unless it is live
     * @param reason for the peer, or null
     */
    public void reset(MuxStream stream, @Nullable String reason) {
        if (stream.isLive()) {
            streams.close(stream, StreamEnd.reset(reason));
        }
    }

    /**
     * Records that delivered bytes are done with, which may grant the peer more and resume reading.
     *
     * @param stream where they arrived; it may be closed by now
     * @param bytes how many, at most {@link MuxStream#unconsumed}
     */
    public void consumed(MuxStream stream, long bytes) {
        data.consumed(stream, bytes);
    }

    /**
     * Counts a stream of the peer's against the limit for longer than it lives, until {@link #release}.
     *
     * <p>For streams whose handler runs elsewhere: a peer that opens and closes quickly cannot start more handlers than
     * it may have streams.
     *
     * @param stream live; nothing happens otherwise
     */
    public void hold(MuxStream stream) {
        table.hold(stream);
    }

    /**
     * Ends what {@link #hold} began.
     *
     * @param stream held; nothing happens otherwise
     */
    public void release(MuxStream stream) {
        table.release(stream);
    }

    /**
     * Closes streams whose bytes have waited too long for credit.
     *
     * @param now nanoseconds
     * @return nanoseconds until the next call is due, or {@link Long#MAX_VALUE} if none is
     */
    public long sweep(long now) {
        return streams.sweep(now);
    }

    /**
     * Tells the peer that the connection will end; streams go on.
     *
     * @param message for people
     * @param graceMillis how long they may
     */
    public void announceShutdown(String message, long graceMillis) {
        requireRunning();
        streams.sendControl(new StreamControl.Shutdown(message, graceMillis));
    }

    /** Closes every stream because the connection is over, without sending anything. May be called twice. */
    public void connectionEnded() {
        if (state != MuxState.ENDED) {
            moveTo(MuxState.ENDED);
            streams.closeAll();
        }
    }

    /**
     * Shows what was dropped, refused and ignored.
     *
     * @return live
     */
    public MuxCounters counters() {
        return streams.counters();
    }

    /**
     * Counts the live streams of both sides.
     *
     * @return 0 or more
     */
    public int openStreams() {
        return table.live().size();
    }

    StreamTable table() {
        return table;
    }
}
