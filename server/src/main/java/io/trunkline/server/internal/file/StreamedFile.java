package io.trunkline.server.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.FileMessageCodec;
import io.trunkline.codec.internal.file.SendingTransfer;
import io.trunkline.codec.internal.file.SendingTransfers;
import io.trunkline.codec.internal.file.SourceDecisions;
import io.trunkline.codec.internal.file.TransferFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one file on the stream that was opened for it, and hears what its receiver says.
 *
 * <pre>{@code
 * file_start_ack ─▶ SendingTransfer ─▶ reads wait here ─▶ while fewer than ROOM bytes wait for credit: read, write
 *                        ▲                                                                             │
 *                        └──────────────────────────── bytes have left ────────────────────────────────┘
 * }</pre>
 *
 * <p>Confined to the stream's lane, except {@link #send}, which waits on the handler's worker.
 */
final class StreamedFile implements SourceDecisions, Flow.Subscriber<Payload> {
    /** As much waits for a receiver that does not read, and a chunk. */
    private static final int ROOM = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(StreamedFile.class);

    private record Read(long position, int length) {}

    /**
     * What is to be sent. Immutable.
     *
     * @param get what was asked for
     * @param facts of the file
     * @param file open while it is sent
     */
    record Order(FileMessage.Get get, SendingTransfers.Facts facts, FileChannel file) {}

    private final FileStream line;
    private final Order order;
    private final SendingTransfers transfers;
    private final FileReport report;
    private final Download download;
    private final JsonObjects answers = new JsonObjects();
    private final Queue<Read> reads = new ArrayDeque<>();
    /** Null once the receiver has the file, else why it does not. */
    private final CompletableFuture<@Nullable String> over = new CompletableFuture<>();

    private volatile Flow.@Nullable Subscription subscription;
    private @Nullable SendingTransfer transfer;
    private long waiting;

    private StreamedFile(Downloads downloads, FileStream line, Order order) {
        this.line = line;
        this.order = order;
        this.transfers = new SendingTransfers(downloads.limits(line.maxChunk()), this);
        this.report = new FileReport(
                downloads.observer(),
                line.peer(),
                order.get().transferId(),
                order.get().filename(),
                order.facts().size());
        this.download = new Download(order.file(), report);
    }

    /** Sends until the receiver has the file or one side gives up; then the stream is closed, or reset. */
    static void send(Downloads downloads, FileStream line, Order order) throws Exception {
        StreamedFile sent = new StreamedFile(downloads, line, order);
        @Nullable String reason = "INTERNAL_ERROR";
        try {
            line.lane().submit(0, sent::begin);
            line.stream().publisher().subscribe(sent);
            reason = FileStream.get(sent.over);
        } finally {
            if (reason == null) {
                line.stream().close();
            } else {
                line.stream().reset(reason);
            }
        }
    }

    private void begin() {
        report.started(order.get().resumeFrom());
        transfer =
                transfers.answerOnStream(order.get(), order.facts(), line.lane().now());
        line.watch(transfers::sweep);
    }

    private SendingTransfer transfer() {
        return Objects.requireNonNull(transfer, "begin comes first");
    }

    @Override
    public void read(SendingTransfer of, long position, int length) {
        reads.add(new Read(position, length));
    }

    /** Whether a read waits for which there is room: one always has, so that chunks may be larger than it. */
    private boolean hasRoom() {
        Read next = reads.peek();
        return next != null && (waiting == 0 || waiting + next.length() <= ROOM);
    }

    private void pump() {
        while (!over.isDone() && hasRoom()) {
            Read next = reads.remove();
            try {
                Payload bytes = download.read(next.position(), next.length());
                transfer().chunk(bytes, line.lane().now());
            } catch (IOException e) {
                LOG.warn("conn={} event=file-not-readable", line.peer().connectionId(), e);
                transfer().fail(TransferFault.STORAGE);
            }
        }
    }

    @Override
    public void sendChunk(SendingTransfer of, long index, Payload bytes) {
        int size = bytes.size();
        waiting += size;
        CompletableFuture<Void> unused = line.stream()
                .writeAsync(bytes)
                .whenComplete((sent, gone) -> line.lane().submit(0, () -> {
                    waiting -= size;
                    if (gone == null) {
                        of.left(size, line.lane().now());
                        report.reached(of.acknowledged());
                        pump();
                    }
                }));
    }

    /** A source says nothing on this stream but bytes: its errors are the reasons of the reset. */
    @Override
    public void send(FileMessage message) {}

    @Override
    public void done(SendingTransfer of, FileMessage.Complete receipt) {
        end(null);
    }

    @Override
    public void failed(SendingTransfer of, FileMessage.Failure failure) {
        String finer = failure.reason();
        end(finer == null ? failure.code() : finer);
    }

    private void end(@Nullable String reason) {
        if (over.isDone()) {
            return;
        }
        line.stopWatching();
        if (reason == null) {
            report.completed();
        } else {
            report.failed(transfer().acknowledged(), reason);
        }
        over.complete(reason);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(Payload bytes) {
        line.lane().submit(bytes.size(), () -> {
            hear(bytes);
            Objects.requireNonNull(subscription, "onSubscribe comes first").request(1);
        });
    }

    private void hear(Payload bytes) {
        try {
            answers.feed(
                    bytes,
                    object -> FileMessageCodec.decode(object).ifPresent(message -> {
                        boolean unused = transfers.receive(message, line.lane().now());
                    }));
        } catch (PayloadException e) {
            transfer().fail(TransferFault.INVALID_REQUEST);
        }
        pump();
    }

    @Override
    public void onComplete() {
        line.lane().submit(0, () -> end("CONNECTION_LOST"));
    }

    @Override
    public void onError(Throwable failure) {
        onComplete();
    }
}
