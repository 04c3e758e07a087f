package io.trunkline.client.internal.file;

import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.client.TransferOptions;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.ReceiverDecisions;
import io.trunkline.codec.internal.file.ReceivingTransfer;
import io.trunkline.codec.internal.file.ReceivingTransfers;
import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.codec.internal.file.TransferLimits;
import io.trunkline.transport.CloseReason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one file: writes what {@link ReceivingTransfers} hands out to a part, and names it when it is whole.
 *
 * <pre>{@code
 *            ┌────── the next connection: asked for from the last whole chunk on ──────┐
 *            ▼                                                                         │
 * begin ─▶ ASKED ──file_start──▶ RECEIVING ──all there, digest right──▶ completed    PARKED
 *            └────────────────────┤── refused, stalled, no room, cancelled ──▶ failed  ▲
 *                                 └── the connection is lost, and may be made again ───┘
 * }</pre>
 *
 * <p>Confined to its connection's lane.
 */
final class DownloadJob implements TransferJob, ReceiverDecisions {
    private final RunningTransfer running;
    private final TargetFile target;
    private @Nullable FileLine<?> line;
    private @Nullable ReceivingTransfers transfers;
    private @Nullable String sha256;
    private @Nullable Exception storage;

    DownloadJob(RunningTransfer running, Path target) {
        this.running = running;
        this.target = new TargetFile(target, running.options().replacesExisting());
    }

    @Override
    public RunningTransfer running() {
        return running;
    }

    private FileLine<?> line() {
        return Objects.requireNonNull(line, "begun");
    }

    @Override
    public void begin(FileLine<?> on) {
        if (running.isOver()) {
            target.discard();
            return;
        }
        line = on;
        TransferOptions options = running.options();
        TransferLimits limits = new TransferLimits(Long.MAX_VALUE, on.maxChunk(), 1, options.stallTimeout());
        ReceivingTransfers begun = new ReceivingTransfers(limits, false, this);
        transfers = begun;
        long held = target.written() / options.chunkSize() * options.chunkSize();
        begun.request(
                new FileMessage.Get(id(), running.fileName(), options.chunkSize(), held),
                on.lane().now());
    }

    @Override
    public void message(FileMessage message) {
        if (message instanceof FileMessage.End end) {
            sha256 = end.sha256();
        }
        ReceivingTransfers receiving = transfers;
        if (receiving != null) {
            boolean unused = receiving.receive(message, line().lane().now());
        }
    }

    @Override
    public void chunk(BinaryChunk chunk) {
        if (transfers != null) {
            transfers.receive(chunk, line().lane().now());
        }
    }

    @Override
    public void writable() {
        // A receiver sends little; whoever does not read it is not read either.
    }

    @Override
    public void reply(FileMessage message) {
        line().send(message);
        if (message instanceof FileMessage.Failure failure) {
            fail(failure, Delivery.MAYBE_SENT);
        }
    }

    @Override
    public void open(ReceivingTransfer transfer) {
        try {
            target.open(transfer.resumePoint(target.written()), transfer::hash);
            running.reached(target.written(), transfer.start().fileSize());
            transfer.accept(line().lane().now());
        } catch (FileAlreadyExistsException e) {
            storage = e;
            transfer.fail(TransferFault.CONFLICT);
        } catch (IOException | RuntimeException e) {
            storageFailed(transfer, e);
        }
    }

    @Override
    public void write(ReceivingTransfer transfer, long position, Payload bytes) {
        try {
            target.write(position, bytes.asByteBuffer());
            transfer.written(bytes.size());
            running.reached(target.written(), transfer.start().fileSize());
        } catch (IOException | RuntimeException e) {
            storageFailed(transfer, e);
        }
    }

    @Override
    public void finish(ReceivingTransfer transfer) {
        try {
            target.publish();
        } catch (FileAlreadyExistsException e) {
            storage = e;
            transfer.fail(TransferFault.CONFLICT);
            return;
        } catch (IOException | RuntimeException e) {
            storageFailed(transfer, e);
            return;
        }
        long size = transfer.start().fileSize();
        transfer.stored(line().lane().now());
        running.reached(size, size);
        running.completed(size, Optional.ofNullable(sha256));
    }

    private void storageFailed(ReceivingTransfer transfer, Exception e) {
        storage = e;
        transfer.fail(TransferFault.STORAGE);
    }

    @Override
    public void discard(ReceivingTransfer transfer) {
        target.discard();
    }

    /** Sources of ours never ask for it: a part is kept by {@link #park()}. */
    @Override
    public void park(ReceivingTransfer transfer) {
        target.discard();
    }

    @Override
    public void failed(FileMessage.Failure failure) {
        fail(failure, Delivery.ANSWERED);
    }

    private void fail(FileMessage.Failure failure, Delivery delivery) {
        target.discard();
        running.failed(failure, delivery, storage);
    }

    @Override
    public long sweep(long now) {
        return transfers == null ? Long.MAX_VALUE : transfers.sweep(now);
    }

    @Override
    public void abandon(FileMessage.Failure failure) {
        ReceivingTransfers receiving = transfers;
        if (receiving != null) {
            line().send(failure);
            boolean unused = receiving.receive(failure, line().lane().now());
        }
        transfers = null;
        target.discard();
    }

    @Override
    public void lost(CloseReason reason) {
        transfers = null;
        target.discard();
        running.lost(reason);
    }

    @Override
    public void park() {
        transfers = null;
    }
}
