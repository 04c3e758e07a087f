package io.trunkline.transport.internal.stream;

import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Makes connections carry streams: what a listener or a client keeps of its settings.
 *
 * <p>Immutable, thread-safe. Implements SPEC.md section 4.
 */
public final class StreamProtocol {
    private final StreamSettings settings;
    private final FrameProtocol<StreamFrame> frames;

    public StreamProtocol(StreamSettings settings) {
        this.settings = settings;
        this.frames = new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.multiplexed(),
                FrameLimits.of(settings.limits().maxFrame()),
                settings.closing(),
                settings.workers(),
                true));
    }

    /** Makes the logic of one connection, whose streams are the peer's alone to open. */
    public ConnectionLogic logic() {
        return logic(connection -> {});
    }

    /** Makes the logic of one connection; {@code opened} is called once, on the loop, and must not block. */
    public ConnectionLogic logic(Consumer<StreamConnection> opened) {
        return new StreamLogic(this, opened);
    }

    /** Connects; completes on the loop, with a connection whose peer knows credit or has had time to say so. */
    public CompletableFuture<StreamConnection> connect(Connector connector, Endpoint endpoint, Duration timeout) {
        CompletableFuture<StreamConnection> opened = new CompletableFuture<>();
        return connector
                .connect(endpoint, timeout, () -> logic(opened::complete))
                .thenCompose(connection -> opened);
    }

    StreamSettings settings() {
        return settings;
    }

    FrameProtocol<StreamFrame> frames() {
        return frames;
    }
}
