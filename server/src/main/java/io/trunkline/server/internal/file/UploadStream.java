package io.trunkline.server.internal.file;

import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TrunklineException;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.FileMessageCodec;
import io.trunkline.codec.internal.file.ReceivingTransfer;
import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.codec.internal.file.TransferLimits;
import io.trunkline.codec.internal.file.TransferState;
import io.trunkline.transport.DuplexStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives one file on a stream of its own.
 *
 * <pre>{@code
 * handler's worker:  metadata ─▶ read ─▶ read ─▶ … ─▶ the source closes, or this side behind an error
 *                       │          │ while fewer than WINDOW bytes wait for the disk
 * lane:               begin     ReceivingTransfer ─▶ UploadDisk ─▶ file_complete
 * }</pre>
 *
 * <p>What is not read keeps its credit, so a slow disk slows its own source and no other stream. The transfer is confined to the
 * lane. Implements SPEC.md section 6.4.6.
 */
final class UploadStream {
    /** The stream type of transfers. */
    static final String TYPE = "file";

    /** Keeps the disk busy while credit travels; as much as a connection of chunks may hold. */
    static final int WINDOW = 512 * 1024;

    /** A source that has its answer closes; one that does not is closed. */
    private static final Duration LAST_WORD = Duration.ofSeconds(30);

    /** The transfer has a clock of its own, which closes the stream. */
    private static final Duration READ = Duration.ofMinutes(5);

    private final Uploads uploads;
    private final FileStream line;
    private final FileMessage.Start start;
    private final UploadDisk disk;
    private final Semaphore room = new Semaphore(WINDOW);
    /** Done behind the last words, with what closes the stream if its source does not. */
    private final CompletableFuture<FileStream.Closing> over = new CompletableFuture<>();

    private @Nullable ReceivingTransfer transfer;
    private boolean entered;
    private boolean ended;

    private UploadStream(Uploads uploads, FileStream line, FileMessage.Start start) {
        this.uploads = uploads;
        this.line = line;
        this.start = start;
        this.disk = new UploadDisk(uploads, line.peer(), line.lane(), line::say);
    }

    /** Serves a stream until its file is stored or given up. */
    static void receive(Uploads uploads, DuplexStream stream) throws Exception {
        UploadStream upload = new UploadStream(uploads, FileStream.of(stream), start(stream));
        upload.line.lane().submit(0, upload::begin);
        try {
            upload.readAll();
        } finally {
            // An interrupt or a bug of ours leaves no part behind either.
            upload.streamEnded(ReceivingTransfer::connectionLost);
        }
        FileStream.get(upload.over).cancel();
    }

    private static FileMessage.Start start(DuplexStream stream) {
        try {
            return FileMessageCodec.decodeMetadata(stream.metadata());
        } catch (PayloadException e) {
            throw new ReplyException(ErrorCode.INVALID_REQUEST, "metadata that announces no file");
        }
    }

    private void readAll() throws InterruptedException {
        try {
            for (Payload bytes = read(); bytes != null; bytes = read()) {
                feed(bytes);
            }
            streamEnded(open -> open.fail(TransferFault.BAD_SIZE)); // Closed before the last byte, if it was.
        } catch (ReplyException e) {
            streamEnded(this::reset);
        } catch (TrunklineException e) {
            streamEnded(ReceivingTransfer::connectionLost); // Or closed by this side, and then the transfer is over.
        }
    }

    private @Nullable Payload read() {
        while (true) {
            try {
                return line.stream().read(READ);
            } catch (RequestTimeoutException e) {
                if (!line.stream().isOpen()) {
                    throw e;
                }
            }
        }
    }

    private void feed(Payload bytes) throws InterruptedException {
        int cost = Math.min(bytes.size(), WINDOW);
        room.acquire(cost);
        line.lane().submit(bytes.size(), () -> {
            try {
                take(bytes);
            } finally {
                room.release(cost);
            }
        });
    }

    private void take(Payload bytes) {
        ReceivingTransfer open = transfer;
        if (open != null) {
            open.bytes(bytes, line.lane().now());
            endIfOver();
        }
    }

    private void reset(ReceivingTransfer open) {
        if (open.giveUp()) {
            disk.settle("RESET");
        }
    }

    /** Nothing more comes; who is not over by then is not going to be whole. */
    private void streamEnded(Consumer<ReceivingTransfer> how) {
        line.lane().submit(0, () -> {
            ReceivingTransfer open = transfer;
            if (open != null && !ended) {
                how.accept(open);
                disk.settle("CONNECTION_LOST");
            }
            endIfOver();
        });
    }

    private void begin() {
        TransferFault fault = fault();
        if (fault == null) {
            UploadSettings set = uploads.settings();
            transfer = ReceivingTransfer.streamed(
                    start,
                    new TransferLimits(set.maxFile(), line.maxChunk(), set.transfersPerAddress(), set.stall()),
                    disk);
        } else {
            line.say(fault.about(start.transferId()));
        }
        line.watch(this::sweep);
    }

    private @Nullable TransferFault fault() {
        if (uploads.settings().digestRequired() && start.sha256() == null) {
            return TransferFault.INVALID_REQUEST;
        }
        entered = uploads.streams().tryEnter(line.peer(), start.transferId());
        return entered ? null : TransferFault.CONFLICT;
    }

    private long sweep(long now) {
        ReceivingTransfer open = transfer;
        long left = open == null ? Long.MAX_VALUE : open.sweep(now);
        endIfOver();
        return left;
    }

    /** On the lane, behind each piece of work. */
    private void endIfOver() {
        ReceivingTransfer begun = transfer;
        if (ended || (begun != null && !begun.state().isOver())) {
            return;
        }
        ended = true;
        line.stopWatching();
        if (entered) {
            uploads.streams().leave(line.peer(), start.transferId());
        }
        boolean stored = begun != null && begun.state() == TransferState.COMPLETE;
        line.whenSaid(() -> over.complete(line.closeAfter(stored ? LAST_WORD : Duration.ZERO)));
    }
}
