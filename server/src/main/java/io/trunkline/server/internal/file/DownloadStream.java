package io.trunkline.server.internal.file;

import io.trunkline.ErrorCode;
import io.trunkline.PayloadException;
import io.trunkline.QueueFullException;
import io.trunkline.ReplyException;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.FileMessageCodec;
import io.trunkline.codec.internal.file.SendingTransfers;
import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.transport.DuplexStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request for a file, on the stream that it came by or by a stream with the file.
 *
 * <pre>{@code
 * ASKED ─▶ file found, place taken ─▶ digest ─▶ stream of type file opened ─▶ StreamedFile ─▶ both streams closed
 *            └ refused: one error, and closed
 * }</pre>
 *
 * <p>Runs on the handler's worker, which waits; what touches the disk is done on the lane. Implements SPEC.md section 6.4.6.
 */
final class DownloadStream {
    /** The stream type of requests. */
    static final String TYPE = "file_get";

    private static final Logger LOG = LoggerFactory.getLogger(DownloadStream.class);

    private final Downloads downloads;
    private final FileStream asked;
    private final FileMessage.Get get;

    private DownloadStream(Downloads downloads, FileStream asked, FileMessage.Get get) {
        this.downloads = downloads;
        this.asked = asked;
        this.get = get;
    }

    /** Serves a request until its file is received or given up. */
    static void send(Downloads downloads, DuplexStream stream) throws Exception {
        DownloadStream download = new DownloadStream(downloads, FileStream.of(stream), get(stream));
        try {
            download.placed();
        } catch (TransferRefused e) {
            download.refuse(e.fault());
        } catch (IOException e) {
            LOG.warn("conn={} event=file-not-readable", download.asked.peer().connectionId(), e);
            download.refuse(TransferFault.STORAGE);
        }
    }

    private static FileMessage.Get get(DuplexStream stream) {
        try {
            return FileMessageCodec.decodeGet(stream.metadata());
        } catch (PayloadException e) {
            throw new ReplyException(ErrorCode.INVALID_REQUEST, "metadata that asks for no file");
        }
    }

    private void refuse(TransferFault fault) throws Exception {
        CompletableFuture<@Nullable Void> said = new CompletableFuture<>();
        asked.lane().submit(0, () -> {
            asked.say(fault.about(get.transferId()));
            asked.whenSaid(() -> said.complete(null));
        });
        FileStream.get(said);
    }

    private void placed() throws Exception {
        FilePeer peer = asked.peer();
        TransferFault fault = SendingTransfers.fault(get, downloads.limits(asked.maxChunk()));
        if (fault != null) {
            throw new TransferRefused(fault);
        }
        if (!downloads.streams().tryEnter(peer, get.transferId())) {
            throw new TransferRefused(TransferFault.CONFLICT);
        }
        try {
            if (!downloads.places().tryEnter(peer.address())) {
                throw new TransferRefused(TransferFault.LIMIT_EXCEEDED);
            }
            try {
                opened();
            } finally {
                downloads.places().leave(peer.address());
            }
        } finally {
            downloads.streams().leave(peer, get.transferId());
        }
    }

    private void opened() throws Exception {
        try (FileChannel file = asked.call(() -> downloads.openFile(get.filename()))) {
            SendingTransfers.Facts facts = facts(file);
            if (get.resumeFrom() > facts.size()) {
                throw new TransferRefused(TransferFault.INVALID_REQUEST);
            }
            DuplexStream stream = open(facts);
            StreamedFile.send(downloads, FileStream.of(stream), new StreamedFile.Order(get, facts, file));
        }
    }

    private SendingTransfers.Facts facts(FileChannel file) throws Exception {
        long size = asked.call(file::size);
        FileFacts reading = new FileFacts(file, size);
        while (!asked.call(reading::readOn)) {
            // Each piece is a task of its own.
        }
        return new SendingTransfers.Facts(size, reading.hex());
    }

    private DuplexStream open(SendingTransfers.Facts facts) {
        Map<String, Object> start = new LinkedHashMap<>();
        start.put("transferId", get.transferId());
        start.put("filename", get.filename());
        start.put("fileSize", facts.size());
        start.put("chunkSize", get.chunkSize());
        start.put("sha256", facts.sha256());
        try {
            return asked.stream().connection().open(UploadStream.TYPE, start);
        } catch (QueueFullException e) {
            throw new TransferRefused(TransferFault.LIMIT_EXCEEDED, e);
        }
    }
}
