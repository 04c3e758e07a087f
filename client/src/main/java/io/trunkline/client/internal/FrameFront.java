package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.QueueFullException;
import io.trunkline.client.internal.file.FileTransfers;
import io.trunkline.client.internal.supervise.Attempt;
import io.trunkline.codec.TypedFrame;
import io.trunkline.codec.internal.frame.TypedTypes;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.FrontHandler;
import io.trunkline.transport.internal.LoopBound;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a frame client, from its opening to its end: stands in front of whoever gets the frames.
 *
 * <pre>{@code
 *           ┌─ a heartbeat of typed frames: answered, or the answer to ours ─▶ no further
 * frame ────┼─ about a file of an open transfer ─▶ FileTransfers
 *           └─ else ─▶ the inbox, or the user's handler
 * }</pre>
 *
 * <p>Callbacks run where the next handler runs, one at a time.
 */
final class FrameFront<F> implements FrontHandler<F> {
    private final FrameConnection<F> connection;
    private final ConnectionHandler<F> next;
    private final Shared<F> shared;
    private final Attempt<FrameFront<F>> attempt;
    private @Nullable KeepAlive keepAlive;

    /**
     * What the connections of one client have in common. Immutable.
     *
     * @param mode who gets what is left
     * @param files its transfers
     * @param alive what it sends to stay connected
     * @param closing whether it has been closed
     */
    record Shared<F>(FrameMode<F> mode, FileTransfers<F> files, KeepAliveFrame alive, BooleanSupplier closing) {}

    FrameFront(FrameConnection<F> connection, Shared<F> shared, Attempt<FrameFront<F>> attempt) {
        this.connection = connection;
        this.next = shared.mode().open(connection);
        this.shared = shared;
        this.attempt = attempt;
    }

    FrameConnection<F> connection() {
        return connection;
    }

    @Override
    public ConnectionHandler<F> next() {
        return next;
    }

    @Override
    public void onOpen() {
        keepAlive = shared.alive().keep(((LoopBound) connection).connection());
        shared.files().opened(connection);
        if (!attempt.opened(this)) {
            connection.close(); // Given up in the same moment.
            return;
        }
        next.onOpen();
    }

    @Override
    public void onFrame(F frame) throws Exception {
        if (frame instanceof TypedFrame typed && isHeartbeat(typed)) {
            return;
        }
        if (shared.files().take(frame)) {
            return;
        }
        next.onFrame(frame);
        if (shared.mode().isFull()) {
            // Nobody may receive them beside a transfer, whose answers would come behind them: it could only time out.
            shared.files()
                    .failAll(
                            "LIMIT_EXCEEDED",
                            "too many other frames wait to be received: give them a handler by FrameClient.start");
        }
    }

    private boolean isHeartbeat(TypedFrame frame) {
        if (frame.type() == TypedTypes.HEARTBEAT) {
            answer();
            return true;
        }
        return frame.type() == TypedTypes.HEARTBEAT_ANSWER && shared.alive().isAnswered();
    }

    /** A frame that is a TypedFrame was read by a format of F = TypedFrame. */
    @SuppressWarnings("unchecked")
    private void answer() {
        try {
            connection.send((F) TypedFrame.of(TypedTypes.HEARTBEAT_ANSWER, TypedTypes.PONG));
        } catch (ClosedException | QueueFullException | IllegalStateException e) {
            // Ending, or so much is on its way that the peer knows us to be alive.
            return;
        }
    }

    @Override
    public void onWritable(boolean writable) {
        if (writable) {
            shared.files().writable();
        }
        next.onWritable(writable);
    }

    @Override
    public void onClose(CloseReason reason) {
        if (keepAlive != null) {
            keepAlive.stop();
        }
        shared.files().closed(reason, !shared.closing().getAsBoolean());
        try {
            next.onClose(reason);
        } finally {
            attempt.lost(new ConnectionLostException(connection.id(), reason, Delivery.NOT_SENT));
        }
    }
}
