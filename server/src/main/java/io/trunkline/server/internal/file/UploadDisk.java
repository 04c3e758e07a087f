package io.trunkline.server.internal.file;

import io.trunkline.Payload;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.ParkedFiles;
import io.trunkline.codec.internal.file.ReceiverDecisions;
import io.trunkline.codec.internal.file.ReceivingTransfer;
import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.codec.internal.file.TransferLimits;
import io.trunkline.transport.internal.file.DiskLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out on the disk, at once, what {@link ReceiverDecisions} are made for the files of one lane.
 *
 * <p>Confined to the lane, except {@link #isOpen} and {@link #isIdle}. A failure of the disk ends the file and nothing else.
 */
final class UploadDisk implements ReceiverDecisions {
    /** Read at a time when the digest of a part is made again. */
    private static final int REREAD = 256 * 1024;

    private final Uploads uploads;
    private final FilePeer peer;
    private final DiskLane lane;
    private final Consumer<FileMessage> replies;
    private final Map<ReceivingTransfer, Upload> open = new HashMap<>();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private @Nullable Upload discarded;

    UploadDisk(Uploads uploads, FilePeer peer, DiskLane lane, Consumer<FileMessage> replies) {
        this.uploads = uploads;
        this.peer = peer;
        this.lane = lane;
        this.replies = replies;
    }

    /** Tells whether a file of an id is being received. */
    boolean isOpen(String transferId) {
        return ids.contains(transferId);
    }

    /** Tells whether none is. */
    boolean isIdle() {
        return ids.isEmpty();
    }

    /** The files that are being received. */
    Collection<ReceivingTransfer> open() {
        return List.copyOf(open.keySet());
    }

    @Override
    public void reply(FileMessage message) {
        if (message instanceof FileMessage.Failure failure) {
            settle(reason(failure));
        }
        replies.accept(message);
    }

    @Override
    public void open(ReceivingTransfer transfer) {
        FileMessage.Start start = transfer.start();
        try {
            boolean mayResume = start.resumable() && uploads.settings().resume();
            Upload upload = uploads.begin(peer, ParkedFiles.Key.of(peer.owner(), start), mayResume);
            open.put(transfer, upload);
            ids.add(start.transferId());
            if (upload.written() > 0) {
                takeUp(transfer, upload);
            }
            transfer.accept(lane.now());
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
            transfer.stored(lane.now());
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
    void settle(String reason) {
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
            uploads.park(upload, lane.remind(TransferLimits.PARK, () -> uploads.unpark(upload)));
        } else {
            upload.discard();
            upload.failed("CONNECTION_LOST");
        }
    }
}
