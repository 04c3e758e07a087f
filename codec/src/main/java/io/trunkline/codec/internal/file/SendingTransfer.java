package io.trunkline.codec.internal.file;

import io.trunkline.Payload;

/**
 * Sends one file: answers and a clock in, reads and chunks out.
 *
 * <pre>{@code
 *  OFFERED ──file_start_ack──▶ SENDING ──all chunks sent: file_end──▶ ENDING ──file_complete──▶ COMPLETE
 *     │                           │  ▲ file_chunk_ack: read on         │
 *     │                           │  └────────────────                 │
 *     └───────────────────────────┴── error, stall, storage, lost ─────┴──▶ FAILED
 * }</pre>
 *
 * <p>Caller-confined. At most {@value #WINDOW} chunks are read or unacknowledged at once, which bounds its memory whatever
 * the peer does. With a digest, what the receiver already has is read too, and not sent. Implements SPEC.md section 6.4.
 */
public final class SendingTransfer {
    /** Enough to keep a link busy that holds 8 × 64 KiB; the receiver's memory bounds it too. */
    static final int WINDOW = 8;

    private final FileMessage.Start start;
    private final Mode mode;
    private final long firstByte;
    private final long stallNanos;
    private final SourceDecisions decisions;
    private final Digest digest = new Digest();
    private SourceState state = SourceState.OFFERED;
    private long resumeFrom;
    private long asked;
    private long sent;
    private long acknowledged;
    private long lastProgress;

    /** How a file's bytes travel. */
    public enum Mode {
        /** In chunks; the digest that is computed on the way goes into {@code file_end}. */
        CHUNKS_WITH_DIGEST,
        /** In chunks, with the start's digest or none. */
        CHUNKS,
        /** Bare, on a stream of their own; there is no end message. */
        STREAM
    }

    private SendingTransfer(
            FileMessage.Start start, Mode mode, long firstByte, TransferLimits limits, SourceDecisions decisions) {
        this.start = start;
        this.mode = mode;
        this.firstByte = firstByte;
        this.stallNanos = limits.stall().toNanos();
        this.decisions = decisions;
    }

    /**
     * Prepares to send a file of our own choice.
     *
     * @param start what is said about it
     * @param mode how its bytes travel
     * @param limits what the transfer may use
     * @param decisions carries out what is decided
     * @return the transfer, to be {@linkplain #offer offered}
     * @throws io.trunkline.PayloadException if no receiver would take it
     */
    public static SendingTransfer of(
            FileMessage.Start start, Mode mode, TransferLimits limits, SourceDecisions decisions) {
        FileNames.requireLegal(start.filename());
        TransferFault fault = StartRules.fault(start, limits);
        if (fault != null) {
            throw new IllegalArgumentException(fault + ": " + start);
        }
        return new SendingTransfer(start, mode, 0, limits, decisions);
    }

    /**
     * Prepares to send a file that was asked for.
     *
     * @param get what was asked, legal
     * @param fileSize the file's size, at least what is to be skipped
     * @param channel of its chunks, or 0 for chunk messages
     * @param limits what the transfer may use
     * @param decisions carries out what is decided
     * @return the transfer, to be {@linkplain #offer offered}
     */
    static SendingTransfer answering(
            FileMessage.Get get, long fileSize, int channel, TransferLimits limits, SourceDecisions decisions) {
        FileMessage.Start start = new FileMessage.Start(
                get.transferId(), get.filename(), fileSize, get.chunkSize(), null, false, channel);
        return new SendingTransfer(start, Mode.CHUNKS_WITH_DIGEST, get.resumeFrom(), limits, decisions);
    }

    /**
     * Prepares to send a file that was asked for, on a stream of its own.
     *
     * @param get what was asked, legal
     * @param file the file's size, at least what is to be skipped, and digest
     * @param limits what the transfer may use
     * @param decisions carries out what is decided
     * @return the transfer, to be {@linkplain #offer offered}
     */
    static SendingTransfer streaming(
            FileMessage.Get get, SendingTransfers.Facts file, TransferLimits limits, SourceDecisions decisions) {
        FileMessage.Start start = new FileMessage.Start(
                get.transferId(), get.filename(), file.size(), get.chunkSize(), file.sha256(), false, 0);
        return new SendingTransfer(start, Mode.STREAM, get.resumeFrom(), limits, decisions);
    }

    private void moveTo(SourceState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("a transfer cannot go from " + state + " to " + next);
        }
        state = next;
    }

    /**
     * Sends the start; on a stream, whose metadata is the start, only the clock begins. Call once.
     *
     * @param now nanoseconds of a monotonic clock
     */
    public void offer(long now) {
        lastProgress = now;
        if (mode != Mode.STREAM) {
            decisions.send(start);
        }
    }

    /**
     * Takes a message of the receiver.
     *
     * @param message with this transfer's id
     * @param now nanoseconds of the same clock
     */
    public void receive(FileMessage message, long now) {
        if (state.isOver()) {
            return;
        }
        if (message instanceof FileMessage.StartAck ack) {
            onStartAck(ack, now);
        } else if (message instanceof FileMessage.ChunkAck ack) {
            onChunkAck(ack, now);
        } else if (message instanceof FileMessage.Complete receipt) {
            onComplete(receipt);
        } else if (message instanceof FileMessage.Failure failure) {
            moveTo(SourceState.FAILED);
            decisions.failed(this, failure);
        }
    }

    private void onStartAck(FileMessage.StartAck ack, long now) {
        long from = ack.resumeFrom() < 0 ? firstByte : ack.resumeFrom();
        if (state != SourceState.OFFERED || from > start.fileSize() || from % start.chunkSize() != 0) {
            fail(TransferFault.INVALID_REQUEST);
            return;
        }
        moveTo(SourceState.SENDING);
        lastProgress = now;
        resumeFrom = from;
        acknowledged = from;
        // The digest is of the whole file, so what the receiver has is read as well.
        asked = mode == Mode.CHUNKS_WITH_DIGEST ? 0 : from;
        sent = asked;
        proceed();
    }

    /** Reads on while the window allows it, and ends when everything is sent. */
    private void proceed() {
        while (state == SourceState.SENDING && asked < start.fileSize() && inFlight() < WINDOW * start.chunkSize()) {
            long position = asked;
            int length = (int) Math.min(start.chunkSize(), start.fileSize() - position);
            asked += length;
            decisions.read(this, position, length);
        }
        if (state == SourceState.SENDING && sent == start.fileSize()) {
            end();
        }
    }

    /** Counts bytes that are being read, or were sent and not acknowledged. */
    private long inFlight() {
        return asked - Math.max(acknowledged, Math.min(sent, resumeFrom));
    }

    private void end() {
        moveTo(SourceState.ENDING);
        if (mode != Mode.STREAM) {
            String sha256 = mode == Mode.CHUNKS_WITH_DIGEST ? digest.hex() : null;
            decisions.send(new FileMessage.End(start.transferId(), sha256));
        }
    }

    /**
     * Takes what the oldest unanswered read found.
     *
     * @param bytes exactly as many as were asked for; fewer are the file's fault and fail the transfer
     * @param now nanoseconds of the same clock
     */
    public void chunk(Payload bytes, long now) {
        if (state != SourceState.SENDING) {
            return;
        }
        if (bytes.size() != Math.min(start.chunkSize(), start.fileSize() - sent)) {
            fail(TransferFault.STORAGE);
            return;
        }
        long position = sent;
        sent += bytes.size();
        lastProgress = now;
        if (mode == Mode.CHUNKS_WITH_DIGEST) {
            digest.update(bytes);
        }
        if (position >= resumeFrom) {
            decisions.sendChunk(this, position / start.chunkSize(), bytes);
        }
        proceed();
    }

    private void onChunkAck(FileMessage.ChunkAck ack, long now) {
        if (ack.receivedBytes() > acknowledged && ack.receivedBytes() <= sent) {
            progressed(ack.receivedBytes(), now);
        }
    }

    /**
     * Records, on a stream, that everything sent so far has left: the stream's credit takes the place of answers.
     *
     * @param now nanoseconds of the same clock
     */
    public void drained(long now) {
        if (mode == Mode.STREAM && state == SourceState.SENDING) {
            progressed(sent, now);
        }
    }

    /**
     * Records, on a stream, that the oldest bytes which had not left yet have: so a sender need not wait for all of them.
     *
     * @param bytes how many
     * @param now nanoseconds of the same clock
     */
    public void left(long bytes, long now) {
        if (mode == Mode.STREAM && state == SourceState.SENDING) {
            progressed(Math.min(sent, acknowledged + bytes), now);
        }
    }

    private void progressed(long bytes, long now) {
        acknowledged = Math.max(acknowledged, bytes);
        lastProgress = now;
        proceed();
    }

    private void onComplete(FileMessage.Complete receipt) {
        if (state == SourceState.ENDING && receipt.receivedBytes() == start.fileSize()) {
            moveTo(SourceState.COMPLETE);
            decisions.done(this, receipt);
        } else {
            fail(TransferFault.INVALID_REQUEST);
        }
    }

    /**
     * Ends the transfer with an error, which the receiver is told.
     *
     * @param fault why; nothing happens if the transfer is over
     */
    public void fail(TransferFault fault) {
        if (!state.isOver()) {
            moveTo(SourceState.FAILED);
            FileMessage.Failure failure = fault.about(start.transferId());
            decisions.send(failure);
            decisions.failed(this, failure);
        }
    }

    /**
     * Ends the transfer if the receiver has said nothing for too long.
     *
     * @param now nanoseconds of the same clock
     * @return nanoseconds until the next call is due, or {@link Long#MAX_VALUE} if none is
     */
    public long sweep(long now) {
        if (state.isOver()) {
            return Long.MAX_VALUE;
        }
        long left = stallNanos - (now - lastProgress);
        if (left <= 0) {
            fail(TransferFault.TIMEOUT);
            return Long.MAX_VALUE;
        }
        return left;
    }

    /**
     * Gives what the receiver was told about the file.
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
    public SourceState state() {
        return state;
    }

    /**
     * Counts the bytes that the receiver has acknowledged, those of a resumed part included.
     *
     * @return 0 to the file's size
     */
    public long acknowledged() {
        return acknowledged;
    }
}
