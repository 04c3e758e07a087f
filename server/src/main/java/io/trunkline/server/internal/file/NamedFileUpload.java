package io.trunkline.server.internal.file;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.codec.internal.file.NamedFileReader;
import io.trunkline.codec.internal.file.NamedFileSink;
import io.trunkline.codec.internal.file.ParkedFiles;
import io.trunkline.codec.internal.file.TransferFault;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.LoopBound;
import io.trunkline.transport.internal.file.DiskLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Receives the one file of a {@code named-file} connection, and answers nothing.
 *
 * <pre>{@code
 * bytes ─▶ DiskLane ─▶ NamedFileReader ─▶ begin, content, complete | discard ─▶ Upload
 *                          └ refused, stalled: nothing stays, the connection ends
 * }</pre>
 *
 * <p>A peer that ends its output sees our end when the file is stored, or will not be. Callbacks run on workers, everything else
 * on the lane. Implements SPEC.md section 3.8.
 */
final class NamedFileUpload implements ConnectionHandler<Payload>, NamedFileSink {
    /** A file may be long in storing: its bytes are on their way to a disk that others use too. */
    private static final Duration STORING = Duration.ofMinutes(2);

    /** Name and size are a frame of their own, and have a frame's time. */
    static final Duration LINES = Duration.ofSeconds(10);

    private final Uploads uploads;
    private final FrameConnection<Payload> connection;
    private final LoopBound bound;
    private final DiskLane lane;
    private final NamedFileReader reader;
    private final FileRefusals refusals;
    private @Nullable Deadline timer;
    private @Nullable Deadline linesTimer;
    private @Nullable Upload upload;
    private long position;
    /** Why the file is discarded, if it is now. */
    private String reason = "TRUNCATED";

    private boolean over;
    private boolean draining;

    private NamedFileUpload(Uploads uploads, FrameConnection<Payload> connection) {
        this.uploads = uploads;
        this.connection = connection;
        this.bound = FileFront.bound(connection);
        this.lane = DiskLane.of(bound.connection());
        this.refusals = new FileRefusals(bound.watch(), connection);
        this.reader = new NamedFileReader(
                uploads.settings().maxFile(), this, bound.connection().loop().nanos());
    }

    /** Makes the handlers of a listener. */
    static ConnectionHandler.Factory<Payload> into(Uploads uploads) {
        return connection -> new NamedFileUpload(uploads, connection);
    }

    @Override
    public void onOpen() {
        lane.submit(0, this::watch);
    }

    private void watch() {
        timer = null;
        reason = "TIMEOUT";
        long left = reader.sweep(lane.now());
        if (over || left == Long.MAX_VALUE) {
            return;
        }
        if (left <= 0) {
            end(CloseReason.of(CloseReason.Kind.IDLE, "nothing has come for " + NamedFileReader.STALL));
        } else {
            timer = lane.after(left, this::watch);
        }
    }

    @Override
    public void onFrame(Payload bytes) {
        lane.submit(bytes.size(), () -> feed(bytes));
    }

    private void feed(Payload bytes) {
        if (over) {
            return;
        }
        if (linesTimer == null && upload == null) {
            linesTimer = lane.after(LINES.toNanos(), this::requireLines);
        }
        try {
            reader.feed(bytes.asByteBuffer(), lane.now());
        } catch (FrameException e) {
            refusals.refused(e.reason());
            end(CloseReason.of(CloseReason.Kind.PROTOCOL, "not a file that can be taken", e));
        } catch (TransferRefused e) {
            refuse(e.fault());
        } catch (RuntimeException e) {
            refuse(failed(e).fault());
        }
    }

    private void requireLines() {
        if (upload == null && !over) {
            end(CloseReason.of(CloseReason.Kind.FRAME_TIMEOUT, "name and size have not come within " + LINES));
        }
    }

    private void refuse(TransferFault fault) {
        refusals.refused(fault.name());
        reason = fault.name();
        reader.abort();
        end(CloseReason.of(CloseReason.Kind.REFUSED, "the file is refused: " + fault));
    }

    private void end(CloseReason why) {
        over = true;
        bound.refuse(why);
    }

    @Override
    public void begin(String name, long size) {
        FilePeer peer = FilePeer.of(connection);
        ParkedFiles.Key key = new ParkedFiles.Key(peer.owner(), peer.connectionId(), name, size);
        try {
            upload = uploads.begin(peer, key, false);
        } catch (IOException e) {
            throw failed(e);
        }
        cancel(linesTimer);
    }

    private TransferRefused failed(Exception e) {
        uploads.storageFailed(e);
        return new TransferRefused(TransferFault.STORAGE, e);
    }

    private Upload upload() {
        return Objects.requireNonNull(upload, "begin comes first");
    }

    @Override
    public void content(ByteBuffer slice) {
        int size = slice.remaining();
        try {
            upload().write(position, slice);
        } catch (IOException e) {
            throw failed(e);
        }
        position += size;
    }

    @Override
    public void complete() {
        try {
            upload().store();
        } catch (IOException e) {
            throw giveUp(failed(e));
        } catch (TransferRefused e) {
            throw giveUp(e);
        }
        if (draining) {
            over = true;
            connection.closeAfterWrites();
        }
    }

    /** The reader has handed the whole file over and will not ask to discard it. */
    private TransferRefused giveUp(TransferRefused e) {
        reason = e.fault().name();
        discard();
        return e;
    }

    @Override
    public void discard() {
        Upload begun = upload;
        if (begun != null) {
            upload = null;
            begun.discard();
            begun.failed(reason);
        }
    }

    @Override
    public boolean onShutdown(Duration grace) {
        lane.submit(0, () -> {
            draining = true;
            if (upload == null || reader.isComplete()) {
                over = true;
                connection.closeAfterWrites();
            }
        });
        return true;
    }

    @Override
    public void onEnd() {
        lane.submit(0, this::endOfStream);
        lane.await(STORING);
    }

    private void endOfStream() {
        reason = "TRUNCATED";
        try {
            reader.endOfStream();
        } catch (FrameException e) {
            end(CloseReason.of(CloseReason.Kind.PROTOCOL, "the peer ended inside the file", e));
        }
    }

    @Override
    public void onClose(CloseReason closed) {
        lane.submit(0, () -> {
            over = true;
            cancel(timer);
            cancel(linesTimer);
            reason = "CONNECTION_LOST";
            reader.abort();
        });
    }

    private void cancel(@Nullable Deadline deadline) {
        if (deadline != null) {
            lane.cancel(deadline);
        }
    }
}
