package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;

/**
 * Cuts one connection's bytes into whole frames, however they arrive.
 *
 * <p>Frames that lie whole in the given array are handed over where they are. The unfinished tail is copied into an array
 * of its own that goes back as soon as its frame is whole, so an idle connection owns none. No byte is scanned or copied
 * again at each read.
 *
 * <pre>{@code
 *            frames          ┌───────────┐  sink says stop        ┌─────────┐
 *           ┌───────────────▶│  FEEDING  │───────────────────────▶│ STOPPED │ further input is thrown away
 *           │                └─┬───────┬─┘                        └─────────┘
 *        feed                  │       │ bad frame, or the sink threw
 *        ┌──┴───┐  all used    │       └────────────────────────▶┌────────┐
 *   ────▶│ OPEN │◀─────────────┘          inside a frame         │ FAILED │ further input is refused
 *        └──┬───┘──────── finish ───────────────────────────────▶└────────┘
 *           └──────────── finish, between frames ───────────────▶ FINISHED
 * }</pre>
 *
 * <p>Caller-confined. Offsets of its errors count from the connection's first byte. Implements SPEC.md section 2.3.
 */
public final class FrameSplitter {
    /** How far to look ahead for the rest of a header: every built-in header is shorter, lines double from here. */
    private static final int PROBE = 64;

    private static final int SINK_STOPPED = RunSink.STOPPED;

    private enum State {
        OPEN,
        FEEDING,
        STOPPED,
        FAILED,
        FINISHED
    }

    private final Delimiter delimiter;
    private final Accumulator tail = new Accumulator();
    private State state = State.OPEN;

    /** The length of the frame in the tail, or INCOMPLETE. */
    private long expected = Delimiter.INCOMPLETE;

    private long position;

    /**
     * Starts at the beginning of a stream.
     *
     * @param delimiter this connection's own
     */
    public FrameSplitter(Delimiter delimiter) {
        this.delimiter = delimiter;
    }

    /**
     * Hands over every frame that these bytes complete, and keeps the rest.
     *
     * @param array holds the bytes; not kept
     * @param from first index
     * @param to behind the last index
     * @param sink takes the frames
     * @throws FrameException at the first bad frame, after the frames before it were handed over
     * @throws IllegalStateException after an error, after {@link #finish}, or from within the sink
     */
    public void feed(byte[] array, int from, int to, FrameSink sink) {
        if (state == State.STOPPED) {
            return;
        }
        enter();
        try {
            boolean more = split(array, from, to, sink);
            state = more ? State.OPEN : State.STOPPED;
        } catch (RuntimeException | Error e) {
            state = State.FAILED;
            throw e;
        } finally {
            if (state != State.OPEN) {
                tail.clear();
            }
        }
    }

    private void enter() {
        if (state != State.OPEN) {
            throw new IllegalStateException("feed() on a splitter that is " + state);
        }
        state = State.FEEDING;
    }

    private boolean split(byte[] array, int from, int to, FrameSink sink) {
        int at = tail.size() > 0 ? completeTail(array, from, to, sink) : from;
        RunSink runs = sink instanceof RunSink some ? some : null;
        while (at < to && at != SINK_STOPPED) {
            at = runs == null ? splitOne(array, at, to, sink) : splitRun(array, at, to, runs);
        }
        return at != SINK_STOPPED;
    }

    /** Lets the sink take what is plain, and judges the frame behind that. */
    private int splitRun(byte[] array, int from, int to, RunSink sink) {
        int at = sink.plain(array, from, to);
        if (at == SINK_STOPPED) {
            return SINK_STOPPED;
        }
        position += at - from;
        return at < to ? splitOne(array, at, to, sink) : to;
    }

    /** Returns the index behind what was used. */
    private int splitOne(byte[] array, int at, int to, FrameSink sink) {
        long length = measure(array, at, to, 0);
        if (length == Delimiter.INCOMPLETE || length > to - at) {
            expected = length;
            tail.append(array, at, to, length);
            return to;
        }
        if (!sink.frame(array, at, (int) length)) {
            return SINK_STOPPED;
        }
        position += length;
        return at + (int) length;
    }

    private long measure(byte[] array, int from, int to, int seen) {
        try {
            return delimiter.measure(array, from, to, seen);
        } catch (FrameException e) {
            throw e.shiftedBy(position);
        }
    }

    /** Returns the index behind what was used. */
    private int completeTail(byte[] array, int from, int to, FrameSink sink) {
        int at = expected == Delimiter.INCOMPLETE ? measureTail(array, from, to) : from;
        if (expected == Delimiter.INCOMPLETE) {
            return at;
        }
        int missing = (int) Math.min(to - at, expected - tail.size());
        tail.append(array, at, at + missing, expected);
        if (tail.size() < expected) {
            return to;
        }
        return handOver(sink) ? at + missing : SINK_STOPPED;
    }

    /** Appends until the length is known; returns the index behind what was used. */
    private int measureTail(byte[] array, int from, int to) {
        int at = from;
        while (at < to && expected == Delimiter.INCOMPLETE) {
            int before = tail.size();
            int step = Math.min(to - at, Math.max(PROBE, before));
            tail.append(array, at, at + step, Delimiter.INCOMPLETE);
            expected = measure(tail.array(), 0, tail.size(), before);
            if (expected != Delimiter.INCOMPLETE && expected < tail.size()) {
                // The frame ends inside the piece: what lies behind it stays where it came from.
                step = (int) expected - before;
                tail.truncate((int) expected);
            }
            at += step;
        }
        return at;
    }

    private boolean handOver(FrameSink sink) {
        byte[] whole = tail.array();
        int length = tail.size();
        tail.clear();
        expected = Delimiter.INCOMPLETE;
        boolean more = length == whole.length ? sink.owned(whole) : sink.frame(whole, 0, length);
        position += length;
        return more;
    }

    /**
     * Ends the stream.
     *
     * @throws FrameException {@code TRUNCATED} if it ends inside a frame
     */
    public void finish() {
        if (state != State.OPEN) {
            return;
        }
        int unfinished = tail.size();
        tail.clear();
        state = unfinished == 0 ? State.FINISHED : State.FAILED;
        if (unfinished > 0) {
            throw FrameFaults.truncated(position, unfinished);
        }
    }

    /**
     * Gives the place of the frame in hand, or of the next one.
     *
     * @return zero-based position of its first byte in the stream
     */
    public long position() {
        return position;
    }

    /**
     * Tells whether a new splitter would go on just as well: nothing of what has come matters for what will, but its length.
     *
     * @return true between frames, unless the delimiter remembers something
     */
    public boolean isAtRest() {
        return state == State.OPEN && tail.size() == 0 && delimiter.isAtRest();
    }

    /**
     * Counts the bytes of the unfinished frame.
     *
     * @return 0 between frames
     */
    public int buffered() {
        return tail.size();
    }

    /**
     * Tells what the unfinished frame costs in memory.
     *
     * @return bytes; 0 between frames
     */
    public int allocated() {
        return tail.capacity();
    }
}
