package io.trunkline.server.internal.file;

import io.trunkline.ClosedException;
import io.trunkline.PayloadException;
import io.trunkline.QueueFullException;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.FrontHandler;
import io.trunkline.transport.internal.LoopBound;
import io.trunkline.transport.internal.file.DiskLane;
import io.trunkline.transport.internal.file.FileDialect;
import io.trunkline.transport.internal.file.FileItems;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a user's handler and takes what is about files; everything else goes on to it.
 *
 * <pre>{@code
 * frame ─▶ FileDialect ─┬─ about files, and ours ─▶ DiskLane ─▶ FileParty ─▶ answers
 *                       └─ else ─▶ next handler
 * }</pre>
 *
 * <p>Callbacks run where the handler runs; the party and the timer are confined to the lane. Bodies that cannot be understood
 * cost themselves, and the connection after {@value #MAX_BAD}. When the server drains, open transfers are finished first.
 */
final class FileFront<F> implements FrontHandler<F>, FileItems, FileReplies {
    /** As for every format (SPEC.md section 2.5). */
    private static final int MAX_BAD = 16;

    /** Who has ended its output waits for its last answer: as long as a source waits for any. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

    private final FrameConnection<F> connection;
    private final ConnectionHandler<F> next;
    private final LoopBound bound;
    private final FileParty.Maker maker;
    private final DiskLane lane;
    private final FileRefusals refusals;
    private final AtomicInteger bad = new AtomicInteger();
    private volatile @Nullable FileDialect<F> dialect;
    private volatile @Nullable FileParty party;
    private @Nullable Deadline timer;
    private boolean draining;

    private FileFront(
            FrameConnection<F> connection, LoopBound bound, ConnectionHandler<F> next, FileParty.Maker maker) {
        this.connection = connection;
        this.bound = bound;
        this.next = next;
        this.maker = maker;
        this.lane = DiskLane.of(bound.connection());
        this.refusals = new FileRefusals(bound.watch(), connection);
    }

    static <F> FileFront<F> of(FrameConnection<F> connection, ConnectionHandler<F> next, FileParty.Maker maker) {
        return new FileFront<>(connection, bound(connection), next, maker);
    }

    /** Gives our own side of a connection. */
    static LoopBound bound(FrameConnection<?> connection) {
        if (connection instanceof LoopBound ours) {
            return ours;
        }
        throw new IllegalArgumentException("files need a connection of a Trunkline server or client, not "
                + connection.getClass().getName());
    }

    @Override
    public ConnectionHandler<F> next() {
        return next;
    }

    @Override
    public void onFrame(F frame) throws Exception {
        FileDialect<F> known = dialect(frame);
        if (known == null) {
            next.onFrame(frame);
            return;
        }
        boolean taken;
        try {
            taken = known.decode(frame, this);
        } catch (PayloadException e) {
            badBody();
            F answer = known.error(e);
            if (answer != null) {
                send(answer);
            }
            next.onInvalid(e);
            return;
        }
        if (!taken) {
            next.onFrame(frame);
        }
    }

    private @Nullable FileDialect<F> dialect(F frame) {
        FileDialect<F> known = dialect;
        if (known == null) {
            known = FileDialect.of(frame);
            dialect = known;
            if (known != null) {
                int maxChunk = known.maxChunk(bound.maxFrame());
                party = maker.make(
                        new FileLine(FilePeer.of(connection), lane, this, known.hasBinaryChunks(), maxChunk));
            }
        }
        return known;
    }

    private void badBody() {
        if (bad.incrementAndGet() > MAX_BAD) {
            bound.refuse(
                    CloseReason.of(CloseReason.Kind.PROTOCOL, "more than " + MAX_BAD + " unusable bodies about files"));
        }
    }

    @Override
    public boolean message(FileMessage message) {
        FileParty to = party;
        if (to == null || !to.wants(message)) {
            return false;
        }
        int bytes = message instanceof FileMessage.Chunk chunk && chunk.data() != null
                ? chunk.data().size()
                : 0;
        lane.submit(bytes, () -> {
            to.message(message);
            after(to);
        });
        return true;
    }

    @Override
    public boolean chunk(BinaryChunk chunk) {
        FileParty to = party;
        if (to == null || !to.wantsChunks()) {
            return false;
        }
        lane.submit(chunk.data().size(), () -> {
            try {
                to.chunk(chunk);
            } catch (PayloadException e) {
                badBody();
            }
            after(to);
        });
        return true;
    }

    /** On the lane, behind each piece of work. */
    private void after(FileParty of) {
        if (timer == null && !of.isIdle()) {
            watch(of);
        }
        endIfDrained(of);
    }

    private void watch(FileParty of) {
        long left = of.sweep(lane.now());
        if (left != Long.MAX_VALUE) {
            timer = lane.after(left, () -> {
                timer = null;
                watch(of);
                endIfDrained(of);
            });
        }
    }

    private void endIfDrained(FileParty of) {
        if (draining && of.isIdle()) {
            connection.closeAfterWrites();
        }
    }

    @Override
    public void send(FileMessage message) {
        refusals.answered(message);
        FileDialect<F> known = dialect;
        if (known != null) {
            send(known.encode(message));
        }
    }

    @Override
    public void send(BinaryChunk chunk) {
        FileDialect<F> known = dialect;
        if (known != null) {
            send(known.encode(chunk));
        }
    }

    private void send(F frame) {
        try {
            connection.send(frame);
        } catch (ClosedException e) {
            return; // Its close is on its way to us.
        } catch (QueueFullException e) {
            bound.connection()
                    .close(CloseReason.of(
                            CloseReason.Kind.OUTBOUND_CAP, "the peer does not read the answers about its files", e));
        }
    }

    @Override
    public boolean isWritable() {
        return connection.isWritable();
    }

    @Override
    public void onWritable(boolean writable) {
        FileParty to = party;
        if (writable && to != null) {
            lane.submit(0, () -> {
                to.writable();
                after(to);
            });
        }
        next.onWritable(writable);
    }

    /**
     * Keeps the connection until open transfers are over, and refuses new ones; a next handler that ends it by itself may do so
     * before.
     */
    @Override
    public boolean onShutdown(Duration grace) {
        boolean endedByNext = next.onShutdown(grace);
        FileParty to = party;
        if (to == null) {
            return endedByNext;
        }
        boolean busy = !to.isIdle();
        lane.submit(0, () -> {
            draining = !endedByNext;
            to.drain();
            after(to);
        });
        return endedByNext || busy;
    }

    /** The connection is closed when this returns, so the answers to what has come are waited for. */
    @Override
    public void onEnd() {
        if (party != null && !Blocking.isOnLoop()) {
            lane.await(LAST_ANSWERS);
        }
        next.onEnd();
    }

    @Override
    public void onClose(CloseReason reason) {
        FileParty to = party;
        if (to != null) {
            lane.submit(0, () -> {
                Deadline pending = timer;
                if (pending != null) {
                    lane.cancel(pending);
                }
                to.connectionLost();
            });
        }
        next.onClose(reason);
    }
}
