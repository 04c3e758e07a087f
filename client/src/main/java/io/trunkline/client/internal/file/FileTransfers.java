package io.trunkline.client.internal.file;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.PayloadException;
import io.trunkline.client.FrameClient;
import io.trunkline.client.TransferOptions;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.FileNames;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.Ticker;
import io.trunkline.transport.internal.file.FileDialect;
import io.trunkline.transport.internal.file.FileItems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The transfers of one client: gives each frame about one of them to it, and all of them the next connection.
 *
 * <pre>{@code
 * opened ─▶ LineWork: jobs begin, or go on ─▶ closed: they wait for the next one, or fail
 * frame ─▶ FileDialect ─┬─ about an open transfer ─▶ LineWork ─▶ TransferJob
 *                       └─ else: the user's
 * }</pre>
 *
 * <p>Thread-safe; {@link #opened}, {@link #take} and {@link #closed} are called one at a time, where the client's frames are
 * handled.
 *
 * @param <F> what a frame is
 */
public final class FileTransfers<F> implements FileItems {
    /** As many as a connection of ours serves (SPEC.md section 7). */
    private static final int MAX_OPEN = 16;

    private final @Nullable FileDialect<F> dialect;
    private final RunningTransfer.Host host;
    private final Map<String, TransferJob> jobs = new ConcurrentHashMap<>();

    private final EndedTransfers over = new EndedTransfers();

    /** Whether there has ever been a transfer: without, no frame is looked at. */
    private volatile boolean used;

    /** Guards what follows, and that a job that is added is begun once on each connection. */
    private final ReentrantLock lock = new ReentrantLock();

    /** The connection that is there, or was last: work that is left is its lane's. */
    private @Nullable LineWork<F> line;

    private boolean connected;
    private boolean closed;

    /** For a client of this format, whose futures complete on {@code workers}. */
    public FileTransfers(FrameFormat<F> format, Executor workers, Ticker clock) {
        this.dialect = FileDialect.in(format);
        this.host = new RunningTransfer.Host(workers, clock);
    }

    /**
     * Finds the transfers of a client.
     *
     * @throws IllegalArgumentException if it is no client of ours
     */
    public static <F> FileTransfers<F> of(FrameClient<F> client) {
        return carrier(client).files();
    }

    @SuppressWarnings("unchecked") // a carrier that is a FrameClient<F> carries its frames
    static <F> FileCarrier<F> carrier(FrameClient<F> client) {
        if (client instanceof FileCarrier<?> carrier) {
            return (FileCarrier<F>) carrier;
        }
        throw new IllegalArgumentException("files need a client that FrameClient.connect or start has made, not "
                + client.getClass().getName());
    }

    static String requireLegal(String name) {
        if (!FileNames.isLegal(name)) {
            throw new IllegalArgumentException(
                    "'" + name
                            + "' is no name for a file on the wire: it must be a base name that means the same on every system");
        }
        return name;
    }

    /** Begins to send a file. */
    public RunningTransfer upload(Path file, TransferOptions options) {
        String name = options.fileName().orElseGet(() -> String.valueOf(file.getFileName()));
        return begin(new UploadJob(running(name, options), file));
    }

    /** Begins to fetch a file. */
    public RunningTransfer download(String fileName, Path target, TransferOptions options) {
        return begin(new DownloadJob(running(fileName, options), target));
    }

    private RunningTransfer running(String fileName, TransferOptions options) {
        if (dialect == null) {
            throw new IllegalArgumentException(
                    "the client's format carries no files: use JsonMessage.in(..), FrameFormat.typed() or"
                            + " FileTransfer.sendNamed");
        }
        String id = options.transferId().orElseGet(() -> UUID.randomUUID().toString());
        return new RunningTransfer(id, requireLegal(fileName), options, host);
    }

    private RunningTransfer begin(TransferJob job) {
        RunningTransfer running = job.running();
        running.onOver(() -> forget(job));
        lock.lock();
        try {
            LineWork<F> on = connected ? line : null;
            requireRoom(running, on);
            if (jobs.putIfAbsent(job.id(), job) != null) {
                throw new IllegalArgumentException("transferId '" + job.id() + "' is in use");
            }
            used = true;
            if (on != null) {
                on.begin(job);
            }
        } finally {
            lock.unlock();
        }
        CompletionStage<?> end = running.future();
        end.whenComplete((receipt, failure) -> {
            if (running.isGivenUp()) {
                givenUp(job);
            }
        });
        return running;
    }

    private void requireRoom(RunningTransfer running, @Nullable LineWork<F> on) {
        if (closed) {
            throw new ClosedException("the client is closed", Delivery.NOT_SENT);
        }
        if (on != null) {
            on.requireFits(running.options().chunkSize());
        }
        if (jobs.size() >= MAX_OPEN) {
            throw new IllegalStateException(MAX_OPEN + " transfers of this client are open; wait for one");
        }
    }

    /** First remembered, then removed: in between, what arrives is still the job's. */
    private void forget(TransferJob job) {
        over.add(job.id());
        jobs.remove(job.id(), job);
    }

    private void givenUp(TransferJob job) {
        forget(job);
        LineWork<F> on = line();
        if (on != null) {
            on.abandon(job, farewell(job, "The transfer was cancelled"));
        }
    }

    /** The protocol has no reason for who changes his mind, and needs none: the transfer is over by any. */
    private static FileMessage.Failure farewell(TransferJob job, String why) {
        return new FileMessage.Failure(job.id(), why, "INVALID_REQUEST", null);
    }

    /** Names what takes the client's frames at the moment; null if nothing does. */
    public @Nullable String busyWith() {
        for (TransferJob job : jobs.values()) {
            return job.running().toString();
        }
        return null;
    }

    /** Takes a connection into use: what is open begins, or goes on. */
    public void opened(FrameConnection<F> connection) {
        FileDialect<F> known = dialect;
        if (known == null) {
            return;
        }
        lock.lock();
        try {
            LineWork<F> before = line;
            LineWork<F> now = new LineWork<>(new FileLine<>(connection, known), jobs.values());
            line = now;
            connected = true;
            List<TransferJob> open = List.copyOf(jobs.values());
            if (before == null) {
                now.begin(open);
            } else {
                before.then(() -> now.begin(open)); // What the last connection left is put away first.
            }
        } finally {
            lock.unlock();
        }
    }

    /** Offers a frame; false if it is the user's. */
    public boolean take(F frame) {
        FileDialect<F> known = dialect;
        if (known == null || !used) {
            return false;
        }
        try {
            return known.decode(frame, this);
        } catch (PayloadException e) {
            failAll(e.reason(), "the peer has sent a message about files that cannot be read");
            return true;
        }
    }

    @Override
    public boolean message(FileMessage message) {
        TransferJob job = jobs.get(message.transferId());
        LineWork<F> on = line();
        if (job == null || on == null) {
            return over.contains(message.transferId());
        }
        on.message(job, message);
        return true;
    }

    /** Nobody but transfers has chunks; one that no transfer knows is of one that has just ended. */
    @Override
    public boolean chunk(BinaryChunk chunk) {
        LineWork<F> on = line();
        if (on != null && !jobs.isEmpty()) {
            on.chunk(List.copyOf(jobs.values()), chunk);
        }
        return true;
    }

    private @Nullable LineWork<F> line() {
        lock.lock();
        try {
            return line;
        } finally {
            lock.unlock();
        }
    }

    /** Sends on, now that the peer reads again. */
    public void writable() {
        LineWork<F> on = line();
        if (on != null && !jobs.isEmpty()) {
            on.writable();
        }
    }

    /** Fails what is open, because it cannot go on here. */
    public void failAll(String reason, String why) {
        LineWork<F> on = line();
        for (TransferJob job : jobs.values()) {
            job.running().failed(reason, why, Delivery.MAYBE_SENT, null);
            if (on != null) {
                on.abandon(job, farewell(job, why));
            }
        }
    }

    /** The connection has ended; resumable transfers wait for the next one where there will be one. */
    public void closed(CloseReason reason, boolean another) {
        LineWork<F> last;
        lock.lock();
        try {
            last = line;
            connected = false;
            closed |= !another;
        } finally {
            lock.unlock();
        }
        List<TransferJob> open = List.copyOf(jobs.values());
        if (last != null) {
            last.closed(open, reason, another);
        } else if (!another) {
            open.forEach(job -> job.lost(reason)); // They have never begun: no lane has them.
        }
    }
}
