package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;
import io.trunkline.PayloadException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

import static io.trunkline.codec.internal.frame.EnvelopeFlags.COMPRESSED;
import static io.trunkline.codec.internal.frame.EnvelopeFlags.KEEPALIVE;
import static io.trunkline.codec.internal.frame.EnvelopeFlags.MORE;

/**
 * Makes messages of envelope frames: swallows KEEPALIVE, joins fragments, inflates what is compressed.
 *
 * <pre>{@code
 *               frame without MORE: deliver in place (inflate if COMPRESSED)
 *             ┌───────────────┐
 *             ▼               │
 *         ┌───────┐           │     MORE: keep          ┌─────────┐
 *   ─────▶│ WHOLE │───────────┴────────────────────────▶│ PARTIAL │◀──┐ MORE: append
 *         └───────┘                                     └──┬──┬───┘───┘
 *           ▲ ▲ │ MORE, but no header line in it           │  │
 *           │ │ ▼ (broker messages only)                   │  │ last: append, inflate if COMPRESSED, deliver
 *           │ │ ┌──────────┐                               │  │
 *           │ └─│ SKIPPING │◀── MORE: count ── …           │  │
 *           │   └──────────┘ last: report the message      │  │
 *           └──────────────────────────────────────────────┼──┘
 *         KEEPALIVE: swallowed in every state              │ end of stream: TRUNCATED
 * }</pre>
 *
 * <p>As a {@link Delimiter} it refuses a frame on its header, by the message so far as well; as a {@link RunSink} it takes
 * the frames of the splitter that asks it, those that are messages by themselves in a row. Caller-confined. Memory: one joined
 * message, growing with what arrived, plus its inflated form while it is delivered. Implements SPEC.md section 3.3.
 */
final class EnvelopeAssembler implements Delimiter, RunSink {
    private enum State {
        WHOLE,
        PARTIAL,
        SKIPPING
    }

    private final boolean headerLine;
    private final EnvelopeHeader header;
    private final Accumulator joined = new Accumulator();
    private State state = State.WHOLE;

    /** Of the message in hand: its first frame's flags and position, and the sum of its lengths. */
    private int messageFlags;

    private long messageStart;
    private int messageSize;
    private int firstFragment;

    private int emptyInARow;
    private long position;
    private long frames;
    private @Nullable MessageSink out;

    /**
     * Starts at the beginning of a stream.
     *
     * @param headerLine whether messages begin with a header line that COMPRESSED leaves clear
     */
    EnvelopeAssembler(FrameLimits limits, int accepted, boolean headerLine) {
        this.header = new EnvelopeHeader(limits, accepted);
        this.headerLine = headerLine;
    }

    void target(MessageSink sink) {
        out = sink;
    }

    void limits(FrameLimits limits) {
        header.limits(limits);
    }

    void accept(int flags) {
        header.accept(flags);
    }

    @Override
    public long measure(byte[] array, int from, int to, int seen) {
        long length = header.measure(array, from, to, seen);
        if (state != State.WHOLE && length != INCOMPLETE) {
            header.checkFragment(length, Bytes.bits32(array, from + 4), messageFlags, messageSize);
        }
        if (length == EnvelopeHeader.BYTES && emptyInARow >= FrameLimits.EMPTY_FRAMES) {
            checkEmpty(Bytes.bits32(array, from + 4));
        }
        return length;
    }

    @Override
    public boolean isAtRest() {
        return state == State.WHOLE && emptyInARow == 0;
    }

    private static void checkEmpty(int flags) {
        if ((flags & MORE) != 0) {
            throw FrameFaults.emptyFlood(0, FrameLimits.EMPTY_FRAMES);
        }
    }

    @Override
    public int plain(byte[] array, int from, int to) {
        MessageSink sink = sink();
        int at = from;
        while (state == State.WHOLE && to - at >= EnvelopeHeader.BYTES) {
            int length = header.plainLength(array, at);
            int body = at + EnvelopeHeader.BYTES;
            if (length == EnvelopeHeader.NOT_PLAIN || length > to - body) {
                return at;
            }
            emptyInARow = 0;
            position += EnvelopeHeader.BYTES + length;
            frames++;
            if (!sink.message(Bytes.bits32(array, at + EnvelopeHeader.FLAGS), array, body, length)) {
                return STOPPED;
            }
            at = body + length;
        }
        return at;
    }

    @Override
    public boolean frame(byte[] array, int offset, int length) {
        long start = position;
        position += length;
        frames++;
        int flags = Bytes.bits32(array, offset + 4);
        int from = offset + EnvelopeHeader.BYTES;
        int to = offset + length;
        if (state == State.WHOLE && (flags & (KEEPALIVE | MORE | COMPRESSED)) == 0) {
            emptyInARow = 0;
            return sink().message(flags, array, from, to - from);
        }
        return (flags & KEEPALIVE) != 0 || part(start, flags, array, from, to);
    }

    @Override
    public boolean owned(byte[] array) {
        int flags = Bytes.bits32(array, EnvelopeHeader.FLAGS);
        if (state != State.WHOLE || (flags & (KEEPALIVE | MORE | COMPRESSED)) != 0) {
            return frame(array, 0, array.length);
        }
        position += array.length;
        frames++;
        emptyInARow = 0;
        return sink().owned(flags, array, EnvelopeHeader.BYTES, array.length - EnvelopeHeader.BYTES);
    }

    private boolean part(long start, int flags, byte[] array, int from, int to) {
        boolean last = (flags & MORE) == 0;
        emptyInARow = last || to > from ? 0 : emptyInARow + 1;
        if (state == State.WHOLE) {
            messageStart = start;
            messageFlags = flags & ~MORE;
            messageSize = 0;
            if (last) {
                return deliver(array, from, to);
            }
            firstFragment = to - from;
            state = headerLine && HeaderLine.end(array, from, to) < 0 ? State.SKIPPING : State.PARTIAL;
        }
        messageSize += to - from;
        if (state == State.PARTIAL) {
            joined.appendWithin(header.messageLimit(), array, from, to);
        }
        return !last || endOfMessage();
    }

    private boolean endOfMessage() {
        boolean skipped = state == State.SKIPPING;
        byte[] message = joined.array();
        int size = joined.size();
        joined.clear();
        state = State.WHOLE;
        return skipped ? sink().invalid(HeaderLine.missing(firstFragment)) : deliver(message, 0, size);
    }

    private boolean deliver(byte[] array, int from, int to) {
        if ((messageFlags & COMPRESSED) == 0) {
            return sink().message(messageFlags, array, from, to - from);
        }
        Inflated inflated;
        try {
            inflated = inflate(array, from, to);
        } catch (PayloadException e) {
            return sink().invalid(e);
        }
        return sink().message(messageFlags & ~COMPRESSED, inflated.array(), 0, inflated.length());
    }

    private Inflated inflate(byte[] array, int from, int to) {
        int clear = headerLine ? HeaderLine.end(array, from, to) : from;
        if (clear < 0) {
            throw HeaderLine.missing(to - from);
        }
        // One inflater per message: its native window would cost an idle connection 40 KiB.
        try (MessageInflater inflater = new MessageInflater(header.messageLimit())) {
            return inflater.inflate(array, from, clear, to);
        } catch (FrameException e) {
            throw e.shiftedBy(messageStart);
        }
    }

    private MessageSink sink() {
        return Objects.requireNonNull(out, "frame() before target()");
    }

    /** Ends the stream; the splitter has vouched that it does not end inside a frame. */
    void finish() {
        if (state != State.WHOLE) {
            throw FrameFaults.truncated(messageStart, position - messageStart);
        }
    }

    /** Forgets the message in hand. */
    void release() {
        state = State.WHOLE;
        joined.clear();
    }

    long frames() {
        return frames;
    }

    int buffered() {
        return joined.size();
    }

    int allocated() {
        return joined.capacity();
    }
}
