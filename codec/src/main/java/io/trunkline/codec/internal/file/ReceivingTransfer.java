package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives one file: chunks and a clock in, writes and answers out.
 *
 * <pre>{@code
 *  PROPOSED ──accept──▶ RECEIVING ──file_end, size and digest right──▶ STORING ──stored──▶ COMPLETE
 *     │                  │  │                                           │                 file_complete
 *     │ fail             │  │ CHUNK_ERROR, BAD_SIZE, TIMEOUT, STORAGE   │ CONFLICT, STORAGE
 *     └──────────────────┼──┴── discard, error ─────────────────────────┴──▶ FAILED
 *                        └── connection lost, resumable: park ──▶ PARKED
 * }</pre>
 *
 * <p>Caller-confined. Positions count from the start of the file, also after a resume. Implements SPEC.md section 6.4.
 */
public final class ReceivingTransfer {
    /** The answer to every hundredth chunk is followed by a progress message, the first one's too. */
    private static final int PROGRESS_EVERY = 100;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final FileMessage.Start start;
    private final boolean streamed;
    private final long stallNanos;
    private final ReceiverDecisions decisions;
    private final Consumer<ReceivingTransfer> over;
    private final ReceivedBytes bytes;
    private TransferState state = TransferState.PROPOSED;
    private long startedAt;
    private long lastProgress;

    private ReceivingTransfer(
            FileMessage.Start start,
            boolean streamed,
            TransferLimits limits,
            Consumer<ReceivingTransfer> over,
            ReceiverDecisions decisions) {
        this.start = start;
        this.bytes = new ReceivedBytes(start);
        this.streamed = streamed;
        this.stallNanos = limits.stall().toNanos();
        this.over = over;
        this.decisions = decisions;
    }

    /** A transfer of chunk messages, whose table wants to know when it is over. */
    static ReceivingTransfer chunked(
            FileMessage.Start start,
            TransferLimits limits,
            Consumer<ReceivingTransfer> over,
            ReceiverDecisions decisions) {
        return new ReceivingTransfer(start, false, limits, over, decisions);
    }

    /**
     * Begins a transfer whose bytes come bare, on a stream of their own, and asks for a place.
     *
     * @param start the stream's metadata
     * @param limits what the transfer may use
     * @param decisions carries out what is decided
     * @return the transfer; failed at once, with an answer, if its start is not legal
     */
    public static ReceivingTransfer streamed(
            FileMessage.Start start, TransferLimits limits, ReceiverDecisions decisions) {
        ReceivingTransfer transfer = new ReceivingTransfer(start, true, limits, done -> {}, decisions);
        TransferFault fault = StartRules.fault(start, limits);
        if (fault == null) {
            decisions.open(transfer);
        } else {
            transfer.moveTo(TransferState.FAILED);
            decisions.reply(fault.about(start.transferId()));
        }
        return transfer;
    }

    private void moveTo(TransferState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("a transfer cannot go from " + state + " to " + next);
        }
        state = next;
    }

    private void require(TransferState wanted) {
        if (state != wanted) {
            throw new IllegalStateException("the transfer is " + state + ", not " + wanted);
        }
    }

    /**
     * Tells from where a parked part can be continued.
     *
     * @param heldBytes how much of the file there is
     * @return the last whole chunk's end: cut the file there and give all before it to {@link #hash}
     */
    public long resumePoint(long heldBytes) {
        return bytes.resumePoint(heldBytes);
    }

    /**
     * Takes the bytes of a parked part into the digest, in order, before {@link #accept}.
     *
     * @param part the next bytes of the file
     */
    public void hash(Payload part) {
        require(TransferState.PROPOSED);
        bytes.resume(part);
    }

    /**
     * Tells the source to begin, behind what was given to {@link #hash}; nothing happens if the transfer has failed.
     *
     * @param now nanoseconds of a monotonic clock
     */
    public void accept(long now) {
        if (state.isOver()) {
            return;
        }
        long held = bytes.received();
        if (!bytes.isAtChunk()) {
            throw new IllegalStateException("a part of " + held + " bytes ends within a chunk");
        }
        moveTo(TransferState.RECEIVING);
        startedAt = now;
        lastProgress = now;
        decisions.reply(new FileMessage.StartAck(id(), held > 0 ? held : -1));
        endIfStreamed();
    }

    /** Takes the next chunk. */
    void chunk(long index, @Nullable Payload data, long now) {
        if (state == TransferState.RECEIVING && data != null && bytes.isDue(index, data)) {
            take(data, now);
        } else {
            fail(TransferFault.CHUNK_ERROR);
        }
    }

    /**
     * Takes the next bytes of a stream, however they are cut.
     *
     * @param frame a data frame
     * @param now nanoseconds of the same clock
     */
    public void bytes(Payload frame, long now) {
        if (state.isOver() || frame.isEmpty()) {
            return;
        }
        if (state != TransferState.RECEIVING || !bytes.hasRoomFor(frame.size())) {
            fail(TransferFault.CHUNK_ERROR);
            return;
        }
        take(frame, now);
        endIfStreamed();
    }

    private void take(Payload next, long now) {
        long position = bytes.take(next);
        lastProgress = now;
        decisions.write(this, position, next);
    }

    private void endIfStreamed() {
        if (streamed && state == TransferState.RECEIVING && bytes.isWhole()) {
            end(null);
        }
    }

    /**
     * Records that the oldest write not yet reported is done, which acknowledges its chunk.
     *
     * @param size how many bytes it had
     */
    public void written(int size) {
        long index = bytes.written(size);
        if (!streamed && (state == TransferState.RECEIVING || state == TransferState.STORING)) {
            decisions.reply(new FileMessage.ChunkAck(id(), index, bytes.written()));
            if (index % PROGRESS_EVERY == 0) {
                decisions.reply(new FileMessage.Progress(id(), bytes.progress(), bytes.written(), start.fileSize()));
            }
        }
    }

    /** Ends the chunks. */
    void end(@Nullable String sha256) {
        if (state != TransferState.RECEIVING) {
            fail(TransferFault.CHUNK_ERROR);
        } else if (!bytes.isWhole()) {
            fail(TransferFault.BAD_SIZE);
        } else if (!bytes.digestFits(start.sha256(), sha256)) {
            fail(TransferFault.CHUNK_ERROR);
        } else {
            moveTo(TransferState.STORING);
            decisions.finish(this);
        }
    }

    /**
     * Records that the file is durable and has its name; nothing happens if the transfer has failed.
     *
     * @param now nanoseconds of the same clock
     */
    public void stored(long now) {
        if (state.isOver()) {
            return;
        }
        moveTo(TransferState.COMPLETE);
        long millis = (now - startedAt) / NANOS_PER_MILLI;
        double speed = millis == 0 ? 0 : start.fileSize() * MILLIS_PER_SECOND / millis;
        over.accept(this);
        decisions.reply(new FileMessage.Complete(id(), start.filename(), start.fileSize(), millis, speed));
    }

    /**
     * Ends the transfer with an error, which the source is told; nothing of it stays.
     *
     * @param fault why; nothing happens if the transfer is over
     */
    public void fail(TransferFault fault) {
        if (giveUp()) {
            decisions.reply(fault.about(id()));
        }
    }

    /**
     * Ends the transfer because the source did; nothing of it stays, and nobody is told.
     *
     * @return false if it was over
     */
    public boolean giveUp() {
        if (state.isOver()) {
            return false;
        }
        moveTo(TransferState.FAILED);
        over.accept(this);
        decisions.discard(this);
        return true;
    }

    /** Keeps or discards what there is, because the connection is lost. A file that is being stored gets its name. */
    public void connectionLost() {
        if (state == TransferState.RECEIVING && start.resumable() && bytes.received() > 0) {
            moveTo(TransferState.PARKED);
            over.accept(this);
            decisions.park(this);
        } else if (state != TransferState.STORING) {
            giveUp();
        }
    }

    /**
     * Ends the transfer if no chunk has come for too long.
     *
     * @param now nanoseconds of the same clock
     * @return nanoseconds until the next call is due, or {@link Long#MAX_VALUE} if none is
     */
    public long sweep(long now) {
        if (state != TransferState.RECEIVING) {
            return Long.MAX_VALUE;
        }
        long left = stallNanos - (now - lastProgress);
        if (left <= 0) {
            fail(TransferFault.TIMEOUT);
            return Long.MAX_VALUE;
        }
        return left;
    }

    private String id() {
        return start.transferId();
    }

    /**
     * Gives what the source said about the file.
     *
     * @return its start
     */
    public FileMessage.Start start() {
        return start;
    }

    /**
     * Tells where the transfer is.
     *
     * @return the present state
     */
    public TransferState state() {
        return state;
    }

    /**
     * Counts the bytes that were given out and not reported written: a caller that is late stops reading by it.
     *
     * @return 0 or more
     */
    public long unwritten() {
        return bytes.unwritten();
    }
}
