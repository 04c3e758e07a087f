package io.trunkline.testing.faults;

import io.trunkline.Payload;
import io.trunkline.TrunklineException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.TcpConnection;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A connection of ours that speaks {@code raw}, so that it can send half a frame. */
@SuppressWarnings("FutureReturnValueIgnored") // The stages only hand on what became of the connection.
final class RawProbe implements ProbeClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CompletableFuture<FrameConnection<Payload>> connection = new CompletableFuture<>();

    /** Begins to connect; {@link #awaitOpen} waits for it. */
    RawProbe(RuntimeCore runtime, ConnectionSettings settings, Endpoint endpoint) {
        FrameProtocol<Payload> protocol = new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.raw(), FrameLimits.DEFAULT, settings.outbound(), runtime.workers(), false));
        CompletableFuture<TcpConnection> connecting =
                new Connector(runtime, settings).connect(endpoint, CONNECT_TIMEOUT, () -> protocol.logic(this::open));
        connecting.whenComplete((opened, failure) -> {
            if (failure != null) {
                ended.complete(Ending.CONNECT);
                connection.completeExceptionally(failure);
            }
        });
    }

    private ConnectionHandler<Payload> open(FrameConnection<Payload> opened) {
        connection.complete(opened);
        return new ConnectionHandler<>() {
            @Override
            public void onFrame(Payload frame) {
                synchronized (received) {
                    received.writeBytes(frame.toBytes());
                }
            }

            @Override
            public void onClose(CloseReason reason) {
                ended.complete(Ending.of(reason));
            }
        };
    }

    FrameConnection<Payload> awaitOpen() {
        return connection.join();
    }

    @Override
    public void send(byte[] bytes) {
        connection.whenComplete((opened, failure) -> {
            if (opened != null) {
                sendIfOpen(opened, bytes);
            }
        });
    }

    private static void sendIfOpen(FrameConnection<Payload> opened, byte[] bytes) {
        try {
            opened.send(Payload.of(bytes));
        } catch (TrunklineException e) {
            // It has ended: how, is what the matrix looks at.
        }
    }

    @Override
    public byte[] received() {
        synchronized (received) {
            return received.toByteArray();
        }
    }

    @Override
    public void pauseReading() {
        awaitOpen().pauseReading();
    }

    @Override
    public void resumeReading() {
        awaitOpen().resumeReading();
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public void close() {
        connection.whenComplete((opened, failure) -> {
            if (opened != null) {
                opened.close();
            }
        });
    }
}
