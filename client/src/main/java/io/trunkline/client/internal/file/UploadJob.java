package io.trunkline.client.internal.file;

import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.client.TransferOptions;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.SendingTransfer;
import io.trunkline.codec.internal.file.SourceDecisions;
import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.codec.internal.file.TransferLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.file.PartFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one file: reads what {@link SendingTransfer} asks for while the connection takes it.
 *
 * <pre>{@code
 *            ┌────────── the next connection: the same start ──────────┐
 *            ▼                                                         │
 * begin ─▶ SENDING ──file_complete──▶ completed                      PARKED
 *            ├── refused, stalled, unreadable, cancelled ──▶ failed    ▲
 *            └── the connection is lost, and may be made again ────────┘
 * }</pre>
 *
 * <p>At most the high watermark and one chunk wait for a peer that does not read. Confined to its connection's lane.
 */
final class UploadJob implements TransferJob, SourceDecisions {
    private static final Logger log = LoggerFactory.getLogger(UploadJob.class);

    /** The index of a binary chunk is a u32; a file of more chunks goes in messages. */
    private static final long MAX_BINARY_CHUNKS = 0xFFFF_FFFFL;

    private record Read(long position, int length) {}

    private final RunningTransfer running;
    private final Path path;
    private final Queue<Read> reads = new ArrayDeque<>();
    private @Nullable FileChannel file;
    private @Nullable FileLine<?> line;
    private @Nullable SendingTransfer transfer;
    private @Nullable String sha256;
    private @Nullable Exception storage;
    private boolean refused;

    UploadJob(RunningTransfer running, Path path) {
        this.running = running;
        this.path = path;
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
            close();
            return;
        }
        line = on;
        reads.clear();
        try {
            FileChannel opened = open();
            TransferOptions options = running.options();
            long size = opened.size();
            int channel = size / options.chunkSize() < MAX_BINARY_CHUNKS ? on.nextChannel() : 0;
            FileMessage.Start start = new FileMessage.Start(
                    id(), running.fileName(), size, options.chunkSize(), null, options.isResumable(), channel);
            TransferLimits limits = new TransferLimits(Long.MAX_VALUE, on.maxChunk(), 1, options.stallTimeout());
            SendingTransfer begun = SendingTransfer.of(start, SendingTransfer.Mode.CHUNKS_WITH_DIGEST, limits, this);
            transfer = begun;
            running.reached(0, size);
            begun.offer(on.lane().now());
        } catch (IOException | RuntimeException e) {
            close();
            running.failed("STORAGE", "the file cannot be read: " + e, Delivery.NOT_SENT, e);
        }
    }

    private FileChannel open() throws IOException {
        FileChannel there = file;
        if (there == null) {
            if (!Files.isRegularFile(path)) {
                throw new IOException(path + " is no regular file, or is not there");
            }
            there = FileChannel.open(path, StandardOpenOption.READ);
            file = there;
        }
        return there;
    }

    @Override
    public void message(FileMessage message) {
        SendingTransfer sending = transfer;
        if (sending == null) {
            return;
        }
        refused = message instanceof FileMessage.Failure;
        sending.receive(message, line().lane().now());
        if (!sending.state().isOver()) {
            running.reached(sending.acknowledged(), sending.start().fileSize());
            pump();
        }
    }

    @Override
    public void chunk(BinaryChunk chunk) {
        throw new PayloadException("TRANSFER_NOT_FOUND", "a chunk for a side that only sends", 1);
    }

    @Override
    public void writable() {
        pump();
    }

    /** Reads and sends while the peer takes it; goes on with its next answer, or when the connection turns writable. */
    private void pump() {
        SendingTransfer sending = transfer;
        while (sending != null && !sending.state().isOver() && !reads.isEmpty() && line().isWritable()) {
            read(sending, reads.remove());
        }
    }

    private void read(SendingTransfer sending, Read next) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(next.length());
            PartFile.read(Objects.requireNonNull(file, "open"), next.position(), bytes);
            Payload chunk = bytes.hasRemaining()
                    ? Payload.read(bytes.flip())
                    : Payload.wrap(bytes.array()); // Whole, as a rule: then nothing is copied.
            sending.chunk(chunk, line().lane().now());
        } catch (IOException e) {
            storage = e;
            sending.fail(TransferFault.STORAGE);
        }
    }

    @Override
    public void read(SendingTransfer from, long position, int length) {
        reads.add(new Read(position, length));
    }

    @Override
    public void send(FileMessage message) {
        if (message instanceof FileMessage.End end) {
            sha256 = end.sha256();
        }
        line().send(message);
    }

    @Override
    public void sendChunk(SendingTransfer from, long index, Payload bytes) {
        int channel = from.start().channel();
        if (channel > 0) {
            line().send(new BinaryChunk(channel, index, bytes));
        } else {
            line().send(new FileMessage.Chunk(id(), index, bytes));
        }
    }

    @Override
    public void done(SendingTransfer from, FileMessage.Complete receipt) {
        close();
        running.reached(receipt.receivedBytes(), receipt.receivedBytes());
        running.completed(receipt.receivedBytes(), Optional.ofNullable(sha256));
    }

    @Override
    public void failed(SendingTransfer from, FileMessage.Failure failure) {
        close();
        running.failed(failure, refused ? Delivery.ANSWERED : Delivery.MAYBE_SENT, storage);
    }

    @Override
    public long sweep(long now) {
        return transfer == null ? Long.MAX_VALUE : transfer.sweep(now);
    }

    @Override
    public void abandon(FileMessage.Failure failure) {
        SendingTransfer sending = transfer;
        if (sending != null && !sending.state().isOver()) {
            line().send(failure);
            sending.receive(failure, line().lane().now());
        }
        transfer = null;
        close();
    }

    @Override
    public void lost(CloseReason reason) {
        transfer = null;
        close();
        running.lost(reason);
    }

    @Override
    public void park() {
        transfer = null;
        reads.clear();
    }

    private void close() {
        reads.clear();
        FileChannel open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.debug("event=file-not-closed transfer={}", id(), e);
            }
        }
    }
}
