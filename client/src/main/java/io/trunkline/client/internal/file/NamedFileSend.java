package io.trunkline.client.internal.file;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.RequestInterruptedException;
import io.trunkline.TransferException;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FileReceipt;
import io.trunkline.client.FrameClient;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.file.NamedFileWriter;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.Ticker;
import io.trunkline.transport.internal.file.PartFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/**
 * Sends one file in the {@code named-file} format, on its caller's thread, a piece at a time.
 *
 * <pre>{@code
 * connect ─▶ name, size ─▶ read a piece ─▶ the kernel has it ─▶ … ─▶ our output ends ─▶ the receiver's ends, or 1 s ─▶ closed
 * }</pre>
 *
 * <p>Thread-safe: stateless.
 */
public final class NamedFileSend {
    private static final int PIECE = 64 * 1024;

    private NamedFileSend() {}

    /**
     * Connects, sends name, size and bytes, and closes in order.
     *
     * @param options where to, and how
     * @param file what to send
     * @return what was sent
     */
    public static FileReceipt send(ClientOptions options, Path file) {
        Blocking.assertNotOnLoop("sendNamed", "send on another thread");
        String name = FileTransfers.requireLegal(String.valueOf(file.getFileName()));
        Ticker clock = Ticker.SYSTEM;
        long began = clock.nanos();
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = content.size();
            send(options, new NamedFileWriter(name, size), content);
            Duration took = Duration.ofNanos(clock.nanos() - began);
            return new FileReceipt(UUID.randomUUID().toString(), name, size, Optional.empty(), took);
        } catch (IOException e) {
            throw new TransferException("STORAGE", "'" + file + "' cannot be read: " + e, Delivery.MAYBE_SENT, e);
        }
    }

    private static void send(ClientOptions options, NamedFileWriter writer, FileChannel content) throws IOException {
        ClientOptions once =
                options.toBuilder().reconnect(ReconnectPolicy.never()).build();
        try (FrameClient<Payload> client = FrameClient.connect(FrameFormat.raw(), once)) {
            FrameConnection<Payload> connection = connection(client);
            await(connection, writer.header());
            long position = 0;
            while (writer.remaining() > 0) {
                ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, writer.remaining()));
                PartFile.read(content, position, piece);
                if (piece.hasRemaining()) {
                    throw new IOException("it became shorter while it was sent");
                }
                position += writer.accept(piece.capacity());
                await(connection, Payload.wrap(piece.array()));
            }
        }
    }

    private static FrameConnection<Payload> connection(FrameClient<Payload> client) {
        FrameConnection<Payload> connection = FileTransfers.carrier(client).connection();
        if (connection == null) {
            throw new ClosedException("the connection has ended before anything was sent", Delivery.NOT_SENT);
        }
        return connection;
    }

    /** Waits until the kernel has a piece, which is bounded by the write stall timeout: so one piece is in memory. */
    private static void await(FrameConnection<Payload> connection, Payload piece) {
        try {
            connection.sendAsync(piece).get();
        } catch (InterruptedException e) {
            connection.close();
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while sending a file to " + connection.id(), Delivery.MAYBE_SENT);
        } catch (ExecutionException e) {
            throw new TransferException(
                    "CONNECTION_LOST",
                    connection.id() + " has not taken the whole file: " + String.valueOf(e.getCause()),
                    Delivery.MAYBE_SENT,
                    e.getCause());
        }
    }
}
