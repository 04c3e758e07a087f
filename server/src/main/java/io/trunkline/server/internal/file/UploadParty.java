package io.trunkline.server.internal.file;

import io.trunkline.Payload;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.ParkedFiles;
import io.trunkline.codec.internal.file.ReceiverDecisions;
import io.trunkline.codec.internal.file.ReceivingTransfer;
import io.trunkline.codec.internal.file.ReceivingTransfers;
import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.codec.internal.file.TransferLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Receives the files of one connection: carries out on the disk what {@link ReceivingTransfers} decides, at once.
 *
 * <p>Confined to the connection's lane, except what {@link FileParty} says. A failure of the disk ends the file, not the
 * connection.
 */
final class UploadParty implements FileParty, ReceiverDecisions {
    /** Read at a time when the digest of a part is made again. */
    private static final int REREAD = 256 * 1024;

    private final Uploads uploads;
    private final FileLine line;
    private final ReceivingTransfers transfers;
    private final Map<ReceivingTransfer, Upload> open = new HashMap<>();
    /** Ids of open transfers, and how many starts are on their way here: for the thread that asks who wants a message. */
    private final Set<String> ids = ConcurrentHashMap.newKeySet();

    private final AtomicInteger starting = new AtomicInteger();
    private boolean draining;
    private @Nullable Upload discarded;

    UploadParty(Uploads uploads, FileLine line) {
        this.uploads = uploads;
        this.line = line;
        UploadSettings settings = uploads.settings();
        this.transfers = new ReceivingTransfers(
                new TransferLimits(
                        settings.maxFile(), line.maxChunk(), settings.transfersPerAddress(), settings.stall()),
                true,
                this);
    }

    @Override
    public boolean wants(FileMessage message) {
        if (message instanceof FileMessage.Start) {
            starting.incrementAndGet();
            return true;
        }
        if (message instanceof FileMessage.Failure failure) {
            return starting.get() > 0 || ids.contains(failure.transferId());
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
        for (ReceivingTransfer transfer : open.keySet()) {
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
    public void reply(FileMessage message) {
        if (message instanceof FileMessage.Failure failure) {
            settle(reason(failure));
        }
        line.replies().send(message);
    }

    @Override
    public void open(ReceivingTransfer transfer) {
        FileMessage.Start start = transfer.start();
        try {
            boolean mayResume = start.resumable() && uploads.settings().resume();
            Upload upload =
                    uploads.begin(line.peer(), ParkedFiles.Key.of(line.peer().owner(), start), mayResume);
            open.put(transfer, upload);
            ids.add(start.transferId());
            if (upload.written() > 0) {
                takeUp(transfer, upload);
            }
            transfer.accept(line.lane().now());
        } catch (TransferRefused e) {
            transfer.fail(e.fault());
        } catch (IOException | RuntimeException e) {
            storageFailed(transfer, e);
        }
    }

    /** Cuts a part to whole chunks and takes it into the digest. */
    private static void takeUp(ReceivingTransfer transfer, Upload upload) throws IOException {
        long until = transfer.resumePoint(upload.written());
        for (long at = 0; at < until; at += REREAD) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(REREAD, until - at));
            upload.read(at, piece);
            transfer.hash(Payload.wrap(piece.array()));
        }
        upload.truncate(until);
        upload.resumed();
    }

    private void storageFailed(ReceivingTransfer transfer, Exception e) {
        uploads.storageFailed(e);
        transfer.fail(TransferFault.STORAGE);
    }

    private @Nullable Upload take(ReceivingTransfer transfer) {
        ids.remove(transfer.start().transferId());
        return open.remove(transfer);
    }

    @Override
    public void write(ReceivingTransfer transfer, long position, Payload bytes) {
        Upload upload = open.get(transfer);
        if (upload == null) {
            return; // It has failed before this chunk.
        }
        try {
            upload.write(position, bytes.asByteBuffer());
            transfer.written(bytes.size());
        } catch (IOException | RuntimeException e) {
            storageFailed(transfer, e);
        }
    }

    @Override
    public void finish(ReceivingTransfer transfer) {
        Upload upload = open.get(transfer);
        if (upload == null) {
            return;
        }
        try {
            upload.store();
            take(transfer);
            transfer.stored(line.lane().now());
        } catch (TransferRefused e) {
            transfer.fail(e.fault());
        } catch (IOException | RuntimeException e) {
            storageFailed(transfer, e);
        }
    }

    @Override
    public void discard(ReceivingTransfer transfer) {
        Upload upload = take(transfer);
        if (upload != null) {
            upload.discard();
            settle("CONNECTION_LOST");
            discarded = upload;
        }
    }

    /** Tells why the last file that was discarded was: the reason comes behind the decision, if it comes. */
    private void settle(String reason) {
        Upload upload = discarded;
        if (upload != null) {
            discarded = null;
            upload.failed(reason);
        }
    }

    @Override
    public void failed(FileMessage.Failure failure) {
        settle(reason(failure));
    }

    private static String reason(FileMessage.Failure failure) {
        String finer = failure.reason();
        return finer == null ? failure.code() : finer;
    }

    @Override
    public void park(ReceivingTransfer transfer) {
        Upload upload = take(transfer);
        if (upload == null) {
            return;
        }
        if (uploads.settings().resume()) {
            uploads.park(upload, line.lane().remind(TransferLimits.PARK, () -> uploads.unpark(upload)));
        } else {
            upload.discard();
            upload.failed("CONNECTION_LOST");
        }
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
        return ids.isEmpty() && starting.get() == 0;
    }

    @Override
    public void connectionLost() {
        transfers.connectionLost();
        settle("CONNECTION_LOST");
    }
}
