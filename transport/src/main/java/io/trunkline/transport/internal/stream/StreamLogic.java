package io.trunkline.transport.internal.stream;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link StreamSession} behind the logic of frames, as a handler that runs on the loop.
 *
 * <p>Loop-confined.
 */
final class StreamLogic implements ConnectionLogic {
    private final StreamProtocol protocol;
    private final Consumer<StreamConnection> opened;
    private @Nullable ConnectionLogic frames;
    private @Nullable StreamSession session;

    StreamLogic(StreamProtocol protocol, Consumer<StreamConnection> opened) {
        this.protocol = protocol;
        this.opened = opened;
    }

    @Override
    public void onOpen(TcpConnection connection) {
        ConnectionLogic made = protocol.frames().logic(channel -> {
            StreamSession streams = new StreamSession(connection, channel, protocol.settings(), opened);
            session = streams;
            return streams;
        });
        frames = made;
        made.onOpen(connection);
    }

    private ConnectionLogic frames() {
        return Objects.requireNonNull(frames, "onOpen comes first");
    }

    @Override
    public void onBytes(byte[] array, int from, int to) {
        frames().onBytes(array, from, to);
    }

    @Override
    public void onWritable(boolean writable) {
        frames().onWritable(writable);
    }

    @Override
    public void onEnd() {
        Objects.requireNonNull(session, "made with the frames' logic").peerEnded(frames()::onEnd);
    }

    @Override
    public void onDrain(Duration grace, CloseReason reason) {
        frames().onDrain(grace, reason);
    }

    @Override
    public void onClose(CloseReason reason) {
        frames().onClose(reason);
    }
}
