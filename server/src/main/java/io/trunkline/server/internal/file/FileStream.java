package io.trunkline.server.internal.file;

import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.FileMessageCodec;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.WatchedConnection;
import io.trunkline.transport.internal.file.DiskLane;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One stream that a file travels on, or that one is asked for on: its lane, what this side says there, and its clock.
 *
 * <pre>{@code
 * say, say ─▶ one write behind the other: each message is a data frame of its own
 * }</pre>
 *
 * <p>Confined to the lane, except {@link #call} and what gives facts. Implements SPEC.md section 6.4.6.
 */
final class FileStream {
    /** Takes a planned close back. */
    @FunctionalInterface
    interface Closing {
        void cancel();
    }

    private final DuplexStream stream;
    private final WatchedConnection bound;
    private final DiskLane lane;
    private final FileRefusals refusals;
    private CompletableFuture<Void> said = CompletableFuture.completedFuture(null);
    private @Nullable Deadline timer;

    private FileStream(DuplexStream stream, WatchedConnection bound, DiskLane lane) {
        this.stream = stream;
        this.bound = bound;
        this.lane = lane;
        this.refusals = new FileRefusals(bound.watch(), stream.connection());
    }

    static FileStream of(DuplexStream stream) {
        if (stream.connection() instanceof WatchedConnection ours) {
            return new FileStream(stream, ours, DiskLane.ofStream(ours.connection()));
        }
        throw new IllegalArgumentException("files need a connection of a Trunkline server or client, not "
                + stream.connection().getClass().getName());
    }

    DuplexStream stream() {
        return stream;
    }

    FilePeer peer() {
        return FilePeer.of(stream.connection());
    }

    DiskLane lane() {
        return lane;
    }

    /** The largest chunk size that may be announced; on a stream it only says where a file may be continued. */
    int maxChunk() {
        return bound.maxFrame();
    }

    /** Sends a message, alone in its frame: what waits together might be joined. */
    void say(FileMessage message) {
        refusals.answered(message);
        said = said.handle((before, gone) -> gone == null)
                .thenCompose(open -> open
                        ? stream.writeAsync(FileMessageCodec.encode(message))
                        : CompletableFuture.failedFuture(new IllegalStateException("the peer heard nothing before")));
    }

    /** Does something once the last words have left, or never will. */
    void whenSaid(Runnable then) {
        CompletableFuture<Void> unused = said.whenComplete((sent, gone) -> then.run());
    }

    /** Looks for a stall now and whenever the look before has said, until it says never. */
    void watch(LongUnaryOperator sweep) {
        timer = null;
        long left = sweep.applyAsLong(lane.now());
        if (left != Long.MAX_VALUE) {
            timer = lane.after(left, () -> watch(sweep));
        }
    }

    void stopWatching() {
        Deadline pending = timer;
        if (pending != null) {
            lane.cancel(pending);
        }
    }

    /** Closes the stream behind what was said, unless its peer does so first; whoever reads it is told. */
    Closing closeAfter(Duration patience) {
        Deadline pending = lane.onLoop(patience, stream::close);
        return () -> lane.cancel(pending);
    }

    /** Blocks while the lane does something. */
    <T extends @Nullable Object> T call(Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        lane.submit(0, () -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return get(result);
    }

    /** Blocks until a future is done, and throws what it failed with. */
    static <T extends @Nullable Object> T get(CompletableFuture<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
