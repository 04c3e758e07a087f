package io.trunkline.server.internal.file;

import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.ReceivingTransfer;
import io.trunkline.codec.internal.file.ReceivingTransfers;
import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.codec.internal.file.TransferLimits;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Receives the files of one connection: {@link UploadDisk} carries out what {@link ReceivingTransfers} decides.
 *
 * <p>Confined to the connection's lane, except what {@link FileParty} says. A failure of the disk ends the file, not the
 * connection.
 */
final class UploadParty implements FileParty {
    private final Uploads uploads;
    private final FileLine line;
    private final ReceivingTransfers transfers;
    private final UploadDisk disk;
    /** Starts that are on their way here: for the thread that asks who wants a message. */
    private final AtomicInteger starting = new AtomicInteger();

    private boolean draining;

    UploadParty(Uploads uploads, FileLine line) {
        this.uploads = uploads;
        this.line = line;
        this.disk = new UploadDisk(uploads, line.peer(), line.lane(), line.replies()::send);
        UploadSettings settings = uploads.settings();
        this.transfers = new ReceivingTransfers(
                new TransferLimits(
                        settings.maxFile(), line.maxChunk(), settings.transfersPerAddress(), settings.stall()),
                true,
                disk);
    }

    @Override
    public boolean wants(FileMessage message) {
        if (message instanceof FileMessage.Start) {
            starting.incrementAndGet();
            return true;
        }
        if (message instanceof FileMessage.Failure failure) {
            return starting.get() > 0 || disk.isOpen(failure.transferId());
        }
        return message instanceof FileMessage.Chunk || message instanceof FileMessage.End;
    }

    @Override
    public boolean wantsChunks() {
        return true;
    }

    @Override
    public void message(FileMessage message) {
        if (message instanceof FileMessage.Start start) {
            start(start);
            starting.decrementAndGet();
        } else {
            boolean unused = (message instanceof FileMessage.End end && failsForDigest(end))
                    || transfers.receive(message, line.lane().now());
        }
    }

    private void start(FileMessage.Start start) {
        if (draining) {
            line.replies()
                    .send(new FileMessage.Failure(
                            start.transferId(), "The server is shutting down", "SERVICE_UNAVAILABLE", "SHUTTING_DOWN"));
            return;
        }
        boolean unused = transfers.receive(start, line.lane().now());
    }

    /** Ends a transfer that has told no digest where one must be told. */
    private boolean failsForDigest(FileMessage.End end) {
        if (!uploads.settings().digestRequired() || end.sha256() != null) {
            return false;
        }
        for (ReceivingTransfer transfer : disk.open()) {
            FileMessage.Start start = transfer.start();
            if (start.transferId().equals(end.transferId()) && start.sha256() == null) {
                transfer.fail(TransferFault.INVALID_REQUEST);
                return true;
            }
        }
        return false;
    }

    @Override
    public void chunk(BinaryChunk chunk) {
        transfers.receive(chunk, line.lane().now());
    }

    @Override
    public void writable() {
        // A receiver sends little; whoever does not read it is not read either.
    }

    @Override
    public long sweep(long now) {
        return transfers.sweep(now);
    }

    @Override
    public void drain() {
        draining = true;
    }

    @Override
    public boolean isIdle() {
        return disk.isIdle() && starting.get() == 0;
    }

    @Override
    public void connectionLost() {
        transfers.connectionLost();
        disk.settle("CONNECTION_LOST");
    }
}
