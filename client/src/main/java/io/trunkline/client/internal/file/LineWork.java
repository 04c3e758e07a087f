package io.trunkline.client.internal.file;

import io.trunkline.PayloadException;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.Deadline;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What transfers do on one connection, in order, on its lane, and when they are looked after.
 *
 * <p>Thread-safe: every method leaves its work to the lane. The timer is the lane's.
 */
final class LineWork<F> {
    private final FileLine<F> line;

    /** The client's, which change. */
    private final Collection<TransferJob> jobs;

    private @Nullable Deadline timer;
    private boolean ended;

    LineWork(FileLine<F> line, Collection<TransferJob> jobs) {
        this.line = line;
        this.jobs = jobs;
    }

    /** Refuses chunks that do not fit a frame. */
    void requireFits(int chunkSize) {
        if (chunkSize > line.maxChunk()) {
            throw new IllegalArgumentException("chunkSize is " + chunkSize + ", but at most " + line.maxChunk()
                    + " bytes fit a frame of this client: set maxPayload, or smaller chunks");
        }
    }

    void begin(TransferJob job) {
        submit(0, () -> job.begin(line));
    }

    void begin(List<TransferJob> open) {
        open.forEach(this::begin);
    }

    /** Runs something behind everything that was left to this lane before. */
    void then(Runnable task) {
        line.lane().submit(0, task);
    }

    void message(TransferJob job, FileMessage message) {
        int bytes = message instanceof FileMessage.Chunk chunk && chunk.data() != null
                ? chunk.data().size()
                : 0;
        submit(bytes, () -> job.message(message));
    }

    void chunk(List<TransferJob> open, BinaryChunk chunk) {
        submit(chunk.data().size(), () -> {
            for (TransferJob job : open) {
                if (took(job, chunk)) {
                    return;
                }
            }
        });
    }

    /** One that nobody knows is of a transfer that has just ended. */
    private static boolean took(TransferJob job, BinaryChunk chunk) {
        try {
            job.chunk(chunk);
            return true;
        } catch (PayloadException anothers) {
            return false;
        }
    }

    void writable() {
        submit(0, () -> List.copyOf(jobs).forEach(TransferJob::writable));
    }

    void abandon(TransferJob job, FileMessage.Failure failure) {
        submit(0, () -> job.abandon(failure));
    }

    void closed(List<TransferJob> open, CloseReason reason, boolean another) {
        line.lane().submit(0, () -> {
            if (timer != null) {
                line.lane().cancel(timer);
                timer = null;
            }
            ended = true;
            for (TransferJob job : open) {
                if (another && job.isResumable()) {
                    job.park();
                } else {
                    job.lost(reason);
                }
            }
        });
    }

    private void submit(int bytes, Runnable task) {
        line.lane().submit(bytes, () -> {
            task.run();
            if (timer == null && !ended) {
                watch();
            }
        });
    }

    private void watch() {
        long now = line.lane().now();
        long left = Long.MAX_VALUE;
        for (TransferJob job : List.copyOf(jobs)) {
            left = Math.min(left, job.sweep(now));
        }
        timer = left == Long.MAX_VALUE
                ? null
                : line.lane().after(left, () -> {
                    timer = null;
                    watch();
                });
    }
}
