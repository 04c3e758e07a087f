package io.trunkline.transport.internal;

import io.trunkline.Delivery;
import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.QueueFullException;
import io.trunkline.RequestInterruptedException;
import io.trunkline.TrunklineException;
import io.trunkline.codec.internal.frame.FrameEncoder;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection as a handler sees it: sends frames, under the overflow policy. Thread-safe. */
final class FrameChannel<F> implements FrameConnection<F>, LoopBound {
    private static final CloseReason CLOSED_HERE = CloseReason.of(CloseReason.Kind.LOCAL, "closed by this side");

    private final TcpConnection connection;
    private final FrameProtocol<F> protocol;
    /** Made by the first who asks, or by the end; guarded by {@code this}. */
    private @Nullable CompletableFuture<CloseReason> closed;

    /** Confined to where it runs; kept here, since a guard is made for each call. */
    private @Nullable ConnectionHandler<F> handler;

    private volatile boolean abandoned;

    FrameChannel(TcpConnection connection, FrameProtocol<F> protocol) {
        this.connection = connection;
        this.protocol = protocol;
    }

    @Override
    public TcpConnection connection() {
        return connection;
    }

    FrameProtocol<F> protocol() {
        return protocol;
    }

    @Override
    public int maxFrame() {
        return protocol.settings().limits().frame();
    }

    @Override
    public HandlerWatch watch() {
        return hooks().watch();
    }

    /** Whether this side has closed it: what was received before is not delivered any more. */
    boolean isAbandoned() {
        return abandoned;
    }

    /** Called where handlers run, so that what a user attached runs there and not on the loop. */
    void completeClosed(CloseReason reason) {
        closedFuture().complete(reason);
    }

    /** Who handles its frames; null before there is one. Where handlers run. */
    @Nullable
    ConnectionHandler<F> handler() {
        return handler;
    }

    /** Said once. Where handlers run. */
    void handledBy(ConnectionHandler<F> made) {
        handler = made;
    }

    void abandon(CloseReason reason) {
        abandoned = true;
        connection.close(reason);
    }

    @Override
    public void send(F frame) {
        FrameEncoder<F> encoder = protocol.encoder();
        Object prepared = encoder.prepare(frame);
        int size = encoder.size(prepared);
        if (!protocol.isStaging() || !stage(encoder, prepared, size)) {
            send(outgoing(encoder, prepared, size));
        }
    }

    /** The short way, with no object between frame and bytes; false where it is closed. */
    private boolean stage(FrameEncoder<F> encoder, Object prepared, int size) {
        OutboundTurn turn = connection.outbound().turn();
        Stage stage = connection.loop().inLoop() ? turn.stageFor(size) : null;
        if (stage == null) {
            return false;
        }
        encoder.write(prepared, stage.array(), stage.size(), size);
        turn.staged(stage, size, 1);
        return true;
    }

    private void send(Outgoing outgoing) {
        switch (protocol.settings().outbound().overflow()) {
            case BLOCK -> sendWhenRoom(outgoing);
            case CLOSE -> sendOrClose(outgoing);
            case DROP_NEWEST -> sendOrDrop(outgoing);
            case DROP_OLDEST -> connection.writeDroppable(outgoing);
            case FAIL -> connection.write(outgoing);
        }
    }

    private void sendWhenRoom(Outgoing outgoing) {
        Blocking.assertNotOnLoop("send");
        long deadline = connection.loop().nanos()
                + protocol.settings().outbound().stall().toNanos();
        while (true) {
            try {
                connection.write(outgoing);
                return;
            } catch (QueueFullException full) {
                if (outgoing.size() > full.limit() || !awaitRoom(outgoing.size(), deadline)) {
                    throw full;
                }
            }
        }
    }

    private boolean awaitRoom(int size, long deadline) {
        try {
            return connection.awaitRoom(size, deadline - connection.loop().nanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while waiting for room in the outbound queue to " + id(), Delivery.NOT_SENT);
        }
    }

    private void sendOrClose(Outgoing outgoing) {
        try {
            connection.write(outgoing);
        } catch (QueueFullException full) {
            abandon(CloseReason.of(CloseReason.Kind.OUTBOUND_CAP, "the peer reads too slowly", full));
            throw full;
        }
    }

    private void sendOrDrop(Outgoing outgoing) {
        try {
            connection.write(outgoing);
        } catch (QueueFullException full) {
            connection.countDropped();
        }
    }

    @Override
    public CompletableFuture<Void> sendAsync(F frame) {
        WorkerFuture<Void> sent = new WorkerFuture<>(protocol.settings().workers());
        try {
            connection.write(outgoing(frame), failure -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (TrunklineException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    /** Tells the peer that the server shuts down, where the format has a frame for that. */
    void sendNotice(Duration grace) {
        Function<Duration, F> notice = hooks().notice();
        if (notice != null) {
            send(notice.apply(grace));
        }
    }

    /** What tells the peer of its bad frame; null where the format has no frame for that. */
    @Nullable
    Outgoing lastWords(FrameException bad) {
        Function<FrameException, F> words = hooks().lastWords();
        return words == null ? null : outgoing(words.apply(bad));
    }

    FrameHooks<F> hooks() {
        return protocol.settings().hooks();
    }

    private Outgoing outgoing(F frame) {
        FrameEncoder<F> encoder = protocol.encoder();
        Object prepared = encoder.prepare(frame);
        return outgoing(encoder, prepared, encoder.size(prepared));
    }

    private Outgoing outgoing(FrameEncoder<F> encoder, Object prepared, int size) {
        if (!encoder.runsUserCode()) {
            return new Encoding(encoder, prepared, size);
        }
        byte[] bytes = new byte[size];
        encoder.write(prepared, bytes, 0, size);
        return new Encoded(bytes);
    }

    @Override
    public boolean isWritable() {
        return connection.isWritable();
    }

    @Override
    public void pauseReading() {
        connection.pauseReading(PauseReason.USER);
    }

    @Override
    public void resumeReading() {
        connection.resumeReading(PauseReason.USER);
    }

    @Override
    public void refuse(CloseReason reason) {
        abandoned = true;
        connection.refuse(null, reason);
    }

    @Override
    public void closeAfterWrites() {
        abandoned = true;
        connection.closeAfterWrites(CLOSED_HERE);
    }

    @Override
    public void close() {
        abandon(CLOSED_HERE);
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return closedFuture().minimalCompletionStage();
    }

    private synchronized CompletableFuture<CloseReason> closedFuture() {
        CompletableFuture<CloseReason> future =
                closed == null ? new WorkerFuture<>(protocol.settings().workers()) : closed;
        closed = future;
        return future;
    }

    @Override
    public String toString() {
        return connection.toString();
    }

    /** A frame of one of our formats: encodes itself under the lock, straight into the chunk. */
    private record Encoding(FrameEncoder<?> encoder, Object prepared, int size) implements Outgoing {
        @Override
        public void writeTo(byte[] array, int offset) {
            encoder.write(prepared, array, offset, size);
        }

        @Override
        public @Nullable ByteBuffer tail() {
            Payload tail = encoder.tail(prepared);
            return tail == null ? null : tail.asByteBuffer();
        }

        @Override
        public void writeHeadTo(byte[] array, int offset) {
            encoder.writeHead(prepared, array, offset);
        }
    }
}
