package io.trunkline.codec.internal.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends the files of one connection: finds each answer's transfer, and judges what is asked for.
 *
 * <p>Caller-confined. A legal request is returned to the caller, which finds the file without following links and calls
 * {@link #answer}, or {@link #refuse} with BAD_NAME for what is no regular file. Implements SPEC.md section 6.4.4.
 */
public final class SendingTransfers {
    /**
     * What a source knows of a file before it sends it on a stream, which has no end message.
     *
     * @param size its bytes
     * @param sha256 its digest
     */
    public record Facts(long size, String sha256) {}

    private final TransferLimits limits;
    private final SourceDecisions decisions;
    private final Map<String, SendingTransfer> open = new HashMap<>();

    /**
     * Prepares a connection's table.
     *
     * @param limits what its transfers may use
     * @param decisions carries out what is decided
     */
    public SendingTransfers(TransferLimits limits, SourceDecisions decisions) {
        this.limits = limits;
        this.decisions = decisions;
    }

    /**
     * Begins to send a file.
     *
     * @param start what is said about it, under an id that is not in use
     * @param mode how its bytes travel
     * @param now nanoseconds of a monotonic clock
     * @return the transfer
     */
    public SendingTransfer offer(FileMessage.Start start, SendingTransfer.Mode mode, long now) {
        forgetOver();
        if (open.containsKey(start.transferId())) {
            throw new IllegalArgumentException("the id is in use: " + start);
        }
        return begin(SendingTransfer.of(start, mode, limits, decisions), now);
    }

    private SendingTransfer begin(SendingTransfer transfer, long now) {
        open.put(transfer.start().transferId(), transfer);
        transfer.offer(now);
        return transfer;
    }

    /**
     * Judges a request for a file; an illegal one is answered at once.
     *
     * @param get what is asked for
     * @return true if the caller is to look for the file
     */
    public boolean permits(FileMessage.Get get) {
        forgetOver();
        TransferFault fault = fault(get);
        if (fault != null) {
            refuse(get, fault);
        }
        return fault == null;
    }

    /**
     * Tells what is wrong with a request in itself.
     *
     * @param get what is asked for
     * @param limits what a transfer may use
     * @return null if it is legal
     */
    public static @Nullable TransferFault fault(FileMessage.Get get, TransferLimits limits) {
        return StartRules.fault(get, limits);
    }

    private @Nullable TransferFault fault(FileMessage.Get get) {
        if (open.containsKey(get.transferId())) {
            return TransferFault.CONFLICT;
        }
        TransferFault fault = fault(get, limits);
        if (fault != null) {
            return fault;
        }
        return open.size() >= limits.maxTransfers() ? TransferFault.LIMIT_EXCEEDED : null;
    }

    /**
     * Refuses a request.
     *
     * @param get what was asked for
     * @param fault why
     */
    public void refuse(FileMessage.Get get, TransferFault fault) {
        decisions.send(fault.about(get.transferId()));
    }

    /**
     * Begins to send a file that was asked for; a request to resume behind its end is refused.
     *
     * @param get what was asked for, just permitted
     * @param fileSize the file's size
     * @param now nanoseconds of the same clock
     * @return the transfer, or null if it was refused
     */
    public @Nullable SendingTransfer answer(FileMessage.Get get, long fileSize, long now) {
        return answer(get, fileSize, 0, now);
    }

    /**
     * Does the same with binary chunks.
     *
     * @param get what was asked for, just permitted
     * @param fileSize the file's size
     * @param channel of its chunks, or 0 for chunk messages
     * @param now nanoseconds of the same clock
     * @return the transfer, or null if it was refused
     */
    public @Nullable SendingTransfer answer(FileMessage.Get get, long fileSize, int channel, long now) {
        return permits(get, fileSize)
                ? begin(SendingTransfer.answering(get, fileSize, channel, limits, decisions), now)
                : null;
    }

    /**
     * Begins to send a file that was asked for on a stream of its own, whose metadata will be the transfer's start.
     *
     * @param get what was asked for, just permitted
     * @param file what is known of it
     * @param now nanoseconds of the same clock
     * @return the transfer, or null if it was refused
     */
    public @Nullable SendingTransfer answerOnStream(FileMessage.Get get, Facts file, long now) {
        return permits(get, file.size()) ? begin(SendingTransfer.streaming(get, file, limits, decisions), now) : null;
    }

    private boolean permits(FileMessage.Get get, long fileSize) {
        if (!permits(get)) {
            return false;
        }
        if (get.resumeFrom() > fileSize) {
            refuse(get, TransferFault.INVALID_REQUEST);
            return false;
        }
        return true;
    }

    /**
     * Takes a message of the receiver.
     *
     * @param message any message
     * @param now nanoseconds of the same clock
     * @return false if it is for no transfer of ours
     */
    public boolean receive(FileMessage message, long now) {
        SendingTransfer transfer = open.get(message.transferId());
        if (transfer == null) {
            return false;
        }
        transfer.receive(message, now);
        forgetOver();
        return true;
    }

    /**
     * Ends transfers whose receiver has said nothing for too long.
     *
     * @param now nanoseconds of the same clock
     * @return nanoseconds until the next call is due, or {@link Long#MAX_VALUE} if none is
     */
    public long sweep(long now) {
        long next = Long.MAX_VALUE;
        for (SendingTransfer transfer : List.copyOf(open.values())) {
            next = Math.min(next, transfer.sweep(now));
        }
        forgetOver();
        return next;
    }

    private void forgetOver() {
        open.values().removeIf(transfer -> transfer.state().isOver());
    }

    /**
     * Counts the transfers that are not over.
     *
     * @return 0 or more
     */
    public int size() {
        forgetOver();
        return open.size();
    }
}
