package io.trunkline.server.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.SendingTransfer;
import io.trunkline.codec.internal.file.SendingTransfers;
import io.trunkline.codec.internal.file.SourceDecisions;
import io.trunkline.codec.internal.file.TransferFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the files that one connection asks for.
 *
 * <pre>{@code
 * file_get ─▶ file found, place taken ─▶ SendingTransfer ─▶ reads wait here ─▶ while the connection is writable: read, send
 * }</pre>
 *
 * <p>So at most the high watermark and one chunk wait for a peer that does not read, whatever it asks for. Confined to the
 * connection's lane, except what {@link FileParty} says.
 */
final class DownloadParty implements FileParty, SourceDecisions {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadParty.class);

    /** The index of a binary chunk is a u32; a file of more chunks goes in messages. */
    private static final long MAX_BINARY_CHUNKS = 0xFFFF_FFFFL;

    private record Read(SendingTransfer transfer, long position, int length) {}

    private final Downloads downloads;
    private final FileLine line;
    private final SendingTransfers transfers;
    private final Map<SendingTransfer, Download> open = new HashMap<>();
    private final Queue<Read> reads = new ArrayDeque<>();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private int channels;
    private boolean draining;

    DownloadParty(Downloads downloads, FileLine line) {
        this.downloads = downloads;
        this.line = line;
        this.transfers = new SendingTransfers(downloads.limits(line.maxChunk()), this);
    }

    @Override
    public boolean wants(FileMessage message) {
        if (message instanceof FileMessage.Get) {
            asked.incrementAndGet();
            return true;
        }
        boolean answer = message instanceof FileMessage.StartAck
                || message instanceof FileMessage.ChunkAck
                || message instanceof FileMessage.Progress
                || message instanceof FileMessage.Complete
                || message instanceof FileMessage.Failure;
        return answer && (asked.get() > 0 || ids.contains(message.transferId()));
    }

    @Override
    public boolean wantsChunks() {
        return false;
    }

    @Override
    public void chunk(BinaryChunk chunk) {
        throw new PayloadException("TRANSFER_NOT_FOUND", "a chunk for a side that only sends", 1);
    }

    @Override
    public void message(FileMessage message) {
        if (message instanceof FileMessage.Get get) {
            get(get);
            asked.decrementAndGet();
        } else {
            boolean unused = transfers.receive(message, line.lane().now());
            acknowledged(message);
        }
        pump();
    }

    private void acknowledged(FileMessage message) {
        if (message instanceof FileMessage.ChunkAck) {
            open.forEach((transfer, download) -> {
                if (transfer.start().transferId().equals(message.transferId())) {
                    download.report().reached(transfer.acknowledged());
                }
            });
        }
    }

    private void get(FileMessage.Get get) {
        if (draining) {
            line.replies()
                    .send(new FileMessage.Failure(
                            get.transferId(), "The server is shutting down", "SERVICE_UNAVAILABLE", "SHUTTING_DOWN"));
        } else if (transfers.permits(get)) {
            try {
                begin(get);
            } catch (TransferRefused e) {
                transfers.refuse(get, e.fault());
            } catch (IOException | RuntimeException e) {
                LOG.warn("conn={} event=file-not-readable", line.peer().connectionId(), e);
                transfers.refuse(get, TransferFault.STORAGE);
            }
        }
    }

    private void begin(FileMessage.Get get) throws IOException {
        if (!downloads.places().tryEnter(line.peer().address())) {
            throw new TransferRefused(TransferFault.LIMIT_EXCEEDED);
        }
        SendingTransfer begun = null;
        FileChannel file = null;
        try {
            file = downloads.openFile(get.filename());
            long size = file.size();
            begun = transfers.answer(get, size, channel(get, size), line.lane().now());
            if (begun != null) {
                FileReport report =
                        new FileReport(downloads.observer(), line.peer(), get.transferId(), get.filename(), size);
                open.put(begun, new Download(file, report));
                ids.add(get.transferId());
                report.started(get.resumeFrom());
            }
        } finally {
            if (begun == null) {
                downloads.places().leave(line.peer().address());
                if (file != null) {
                    file.close();
                }
            }
        }
    }

    private int channel(FileMessage.Get get, long size) {
        if (!line.binary() || size / get.chunkSize() >= MAX_BINARY_CHUNKS) {
            return 0;
        }
        channels = channels % FileMessage.Start.MAX_CHANNEL + 1;
        return channels;
    }

    @Override
    public void send(FileMessage message) {
        line.replies().send(message);
    }

    @Override
    public void sendChunk(SendingTransfer transfer, long index, Payload bytes) {
        int channel = transfer.start().channel();
        if (channel > 0) {
            line.replies().send(new BinaryChunk(channel, index, bytes));
        } else {
            line.replies().send(new FileMessage.Chunk(transfer.start().transferId(), index, bytes));
        }
    }

    @Override
    public void read(SendingTransfer transfer, long position, int length) {
        reads.add(new Read(transfer, position, length));
    }

    /** Reads and sends while the peer takes it; goes on with its next answer, or when the connection turns writable. */
    private void pump() {
        while (!reads.isEmpty() && line.replies().isWritable()) {
            Read next = reads.remove();
            Download download = open.get(next.transfer());
            if (download != null) {
                read(next, download);
            }
        }
    }

    private void read(Read next, Download download) {
        try {
            Payload bytes = download.read(next.position(), next.length());
            next.transfer().chunk(bytes, line.lane().now());
        } catch (IOException e) {
            LOG.warn("conn={} event=file-not-readable", line.peer().connectionId(), e);
            next.transfer().fail(TransferFault.STORAGE);
        }
    }

    @Override
    public void done(SendingTransfer transfer, FileMessage.Complete receipt) {
        Download download = close(transfer);
        if (download != null) {
            download.report().completed();
        }
    }

    @Override
    public void failed(SendingTransfer transfer, FileMessage.Failure failure) {
        String finer = failure.reason();
        ended(transfer, finer == null ? failure.code() : finer);
    }

    private void ended(SendingTransfer transfer, String reason) {
        Download download = close(transfer);
        if (download != null) {
            download.report().failed(transfer.acknowledged(), reason);
        }
    }

    private @Nullable Download close(SendingTransfer transfer) {
        Download download = open.remove(transfer);
        if (download != null) {
            ids.remove(transfer.start().transferId());
            downloads.places().leave(line.peer().address());
            download.close();
        }
        return download;
    }

    @Override
    public void writable() {
        pump();
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
        return ids.isEmpty() && asked.get() == 0;
    }

    @Override
    public void connectionLost() {
        reads.clear();
        List.copyOf(open.keySet()).forEach(transfer -> ended(transfer, "CONNECTION_LOST"));
    }
}
