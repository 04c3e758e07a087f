package io.trunkline.codec.internal.file;

import io.trunkline.PayloadException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Receives the files of one connection: finds each message's transfer, and answers those that have none.
 *
 * <pre>{@code
 *  file_get sent ──▶ ASKED ──file_start──┐                           see ReceivingTransfer
 *                      │ error, stall    ├──▶ PROPOSED ──▶ … ──▶ COMPLETE | FAILED | PARKED ──▶ forgotten
 *                      ▼                 │
 *                  forgotten   file_start┘ (where files may come unasked)
 * }</pre>
 *
 * <p>Caller-confined. Ids are scoped to the connection, so each has a table of its own. Implements SPEC.md section 6.4.
 */
public final class ReceivingTransfers {
    /** A download that was asked for and has not begun. */
    private record Asked(FileMessage.Get get, long since) {}

    private final TransferLimits limits;
    private final boolean unasked;
    private final ReceiverDecisions decisions;
    private final Map<String, ReceivingTransfer> open = new HashMap<>();
    private final Map<String, Asked> asked = new HashMap<>();

    /**
     * Prepares a connection's table.
     *
     * @param limits what its transfers may use
     * @param unasked whether files may come that were not asked for
     * @param decisions carries out what is decided
     */
    public ReceivingTransfers(TransferLimits limits, boolean unasked, ReceiverDecisions decisions) {
        this.limits = limits;
        this.unasked = unasked;
        this.decisions = decisions;
    }

    /**
     * Asks the other side to be the source of a file.
     *
     * @param get which file, under an id that is not in use
     * @param now nanoseconds of a monotonic clock
     */
    public void request(FileMessage.Get get, long now) {
        if (StartRules.fault(get, limits) != null || isTaken(get.transferId())) {
            throw new IllegalArgumentException("an illegal request, or its id is in use: " + get);
        }
        asked.put(get.transferId(), new Asked(get, now));
        decisions.reply(get);
    }

    /**
     * Takes a message of the source.
     *
     * @param message any message; those for a source are not for this table
     * @param now nanoseconds of the same clock
     * @return false if the message is none of a source's
     */
    public boolean receive(FileMessage message, long now) {
        if (message instanceof FileMessage.Start start) {
            onStart(start);
        } else if (message instanceof FileMessage.Chunk chunk) {
            ReceivingTransfer transfer = find(chunk);
            if (transfer != null) {
                transfer.chunk(chunk.chunkIndex(), chunk.data(), now);
            }
        } else if (message instanceof FileMessage.End end) {
            ReceivingTransfer transfer = find(end);
            if (transfer != null) {
                transfer.end(end.sha256());
            }
        } else {
            return message instanceof FileMessage.Failure failure && onFailure(failure);
        }
        return true;
    }

    /**
     * Takes a chunk without base64.
     *
     * @param chunk names its transfer by channel
     * @param now nanoseconds of the same clock
     * @throws PayloadException if no open transfer has that channel
     */
    public void receive(BinaryChunk chunk, long now) {
        ReceivingTransfer transfer = byChannel(chunk.channel());
        if (transfer == null) {
            throw new PayloadException("TRANSFER_NOT_FOUND", "a chunk on a channel that is not open", 1);
        }
        transfer.chunk(chunk.chunkIndex(), chunk.data(), now);
    }

    private @Nullable ReceivingTransfer find(FileMessage message) {
        ReceivingTransfer transfer = open.get(message.transferId());
        if (transfer == null) {
            decisions.reply(TransferFault.TRANSFER_NOT_FOUND.about(message.transferId()));
        }
        return transfer;
    }

    private @Nullable ReceivingTransfer byChannel(int channel) {
        // At most a handful are open: a second table would only be one more thing to keep right.
        for (ReceivingTransfer transfer : open.values()) {
            if (transfer.start().channel() == channel) {
                return transfer;
            }
        }
        return null;
    }

    private boolean isTaken(String transferId) {
        return open.containsKey(transferId) || asked.containsKey(transferId);
    }

    private void onStart(FileMessage.Start start) {
        TransferFault fault = fault(start);
        boolean wanted = asked.remove(start.transferId()) != null;
        if (fault != null) {
            FileMessage.Failure failure = fault.about(start.transferId());
            decisions.reply(failure);
            if (wanted) {
                decisions.failed(failure);
            }
            return;
        }
        ReceivingTransfer transfer = ReceivingTransfer.chunked(start, limits, this::forget, decisions);
        open.put(start.transferId(), transfer);
        decisions.open(transfer);
    }

    private @Nullable TransferFault fault(FileMessage.Start start) {
        if (open.containsKey(start.transferId())) {
            return TransferFault.CONFLICT;
        }
        Asked request = asked.get(start.transferId());
        if (request == null ? !unasked : !answers(start, request.get())) {
            return TransferFault.INVALID_REQUEST;
        }
        TransferFault fault = StartRules.fault(start, limits);
        if (fault != null) {
            return fault;
        }
        if (start.channel() > 0 && byChannel(start.channel()) != null) {
            return TransferFault.CONFLICT;
        }
        return open.size() >= limits.maxTransfers() ? TransferFault.LIMIT_EXCEEDED : null;
    }

    private static boolean answers(FileMessage.Start start, FileMessage.Get get) {
        return start.filename().equals(get.filename()) && start.chunkSize() == get.chunkSize();
    }

    private boolean onFailure(FileMessage.Failure failure) {
        ReceivingTransfer transfer = open.get(failure.transferId());
        boolean ours = transfer != null ? transfer.giveUp() : asked.remove(failure.transferId()) != null;
        if (ours) {
            decisions.failed(failure);
        }
        return ours;
    }

    private void forget(ReceivingTransfer transfer) {
        open.remove(transfer.start().transferId(), transfer);
    }

    /**
     * Ends transfers on which no chunk has come for too long, and requests that were not answered.
     *
     * @param now nanoseconds of the same clock
     * @return nanoseconds until the next call is due, or {@link Long#MAX_VALUE} if none is
     */
    public long sweep(long now) {
        long next = Long.MAX_VALUE;
        for (ReceivingTransfer transfer : List.copyOf(open.values())) {
            next = Math.min(next, transfer.sweep(now));
        }
        for (Asked request : List.copyOf(asked.values())) {
            next = Math.min(next, sweep(request, now));
        }
        return next;
    }

    private long sweep(Asked request, long now) {
        long left = limits.stall().toNanos() - (now - request.since());
        if (left > 0) {
            return left;
        }
        asked.remove(request.get().transferId());
        decisions.failed(TransferFault.TIMEOUT.about(request.get().transferId()));
        return Long.MAX_VALUE;
    }

    /** Parks or discards everything, because the connection is lost; requests not yet answered are forgotten unheard. */
    public void connectionLost() {
        asked.clear();
        List.copyOf(open.values()).forEach(ReceivingTransfer::connectionLost);
    }

    /**
     * Counts the transfers that are not over.
     *
     * @return 0 or more
     */
    public int size() {
        return open.size();
    }
}
