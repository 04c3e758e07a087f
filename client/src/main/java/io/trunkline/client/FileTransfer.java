package io.trunkline.client;

import io.trunkline.client.internal.file.FileTransfers;
import io.trunkline.client.internal.file.NamedFileSend;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * One file on its way over a {@link FrameClient}, in either direction.
 *
 * <pre>{@code
 * try (FrameClient<JsonMessage> client = FrameClient.connect(JsonMessage.in(FrameFormat.lengthPrefixed()), "localhost", 7001)) {
 *     FileReceipt receipt = FileTransfer.upload(client, Path.of("report.pdf")).join();
 * }
 * }</pre>
 *
 * <p>Works in every format of {@link io.trunkline.JsonMessage}, where chunks travel in base64, and in
 * {@code FrameFormat.typed()}, where they do not. At most eight chunks are on their way without an answer, and files are read and
 * written on the runtime's blocking threads, so neither a large file nor a slow peer costs memory. Up to 16 transfers share a
 * client; while one is open its frames are taken from the client's, and {@link FrameClient#receive} is refused.
 *
 * <p>Thread-safe. Implements SPEC.md section 6.4.
 */
public interface FileTransfer {
    /**
     * Begins to send a file under its own name.
     *
     * @param <F> what a frame is
     * @param client connected; it stays open
     * @param file a regular file
     * @return the transfer, which goes on by itself
     * @throws IllegalArgumentException if the client's format carries no files, or no receiver would take the name
     * @throws IllegalStateException if 16 transfers are open
     * @throws io.trunkline.ClosedException if the client is closed
     */
    static <F> FileTransfer upload(FrameClient<F> client, Path file) {
        return upload(client, file, TransferOptions.DEFAULT);
    }

    /**
     * Does the same with options.
     *
     * @param <F> what a frame is
     * @param client connected; it stays open
     * @param file a regular file
     * @param options how
     * @return the transfer
     */
    static <F> FileTransfer upload(FrameClient<F> client, Path file, TransferOptions options) {
        return FileTransfers.of(client).upload(file, options);
    }

    /**
     * Begins to fetch a file, which appears whole or not at all.
     *
     * @param <F> what a frame is
     * @param client connected; it stays open
     * @param fileName the file's name at the source
     * @param target where to store it: in a directory that exists, under a name that is free
     * @return the transfer, which goes on by itself
     * @throws IllegalArgumentException if the client's format carries no files, or no source has such a name
     * @throws IllegalStateException if 16 transfers are open
     * @throws io.trunkline.ClosedException if the client is closed
     */
    static <F> FileTransfer download(FrameClient<F> client, String fileName, Path target) {
        return download(client, fileName, target, TransferOptions.DEFAULT);
    }

    /**
     * Does the same with options.
     *
     * @param <F> what a frame is
     * @param client connected; it stays open
     * @param fileName the file's name at the source
     * @param target where to store it
     * @param options how
     * @return the transfer
     */
    static <F> FileTransfer download(FrameClient<F> client, String fileName, Path target, TransferOptions options) {
        return FileTransfers.of(client).download(fileName, target, options);
    }

    /**
     * Sends a file over a connection of its own in the {@code named-file} format; blocks until all of it has left.
     *
     * <p>The format has no answer: a receiver that did not want the file ends in the same way as one that has stored it. It is
     * given one second to end its side before the connection is closed.
     *
     * @param options where to, and how
     * @param file a regular file; what is behind its size at this moment is not sent
     * @return what was sent
     * @throws io.trunkline.TransferException {@code STORAGE} if the file cannot be read or becomes shorter,
     *     {@code CONNECTION_LOST} if the receiver has not taken all of it
     * @throws io.trunkline.transport.ConnectFailedException if there is no connection in time
     * @throws io.trunkline.RequestInterruptedException if the caller is interrupted
     * @throws IllegalArgumentException if no receiver would take the name
     * @throws IllegalStateException on an event loop
     */
    static FileReceipt sendNamed(ClientOptions options, Path file) {
        return NamedFileSend.send(options, file);
    }

    /** {@return the transfer's name on the wire} */
    String id();

    /** {@return the file's name on the wire} */
    String fileName();

    /** {@return how far it is now} */
    TransferProgress progress();

    /**
     * Waits for the end.
     *
     * @return what was transferred: stored, and its SHA-256 verified by the receiver
     * @throws io.trunkline.TransferException if it failed, for the reason that the peer gave, or {@code STORAGE},
     *     {@code TIMEOUT}, {@code CONNECTION_LOST}
     * @throws java.util.concurrent.CancellationException if it was cancelled
     * @throws io.trunkline.RequestInterruptedException if the caller is interrupted; the transfer goes on
     * @throws IllegalStateException on an event loop
     */
    FileReceipt join();

    /**
     * Tells of the end without waiting.
     *
     * @return completes on a worker; fails with what {@link #join} throws. Ending it, by a cancel or by
     *     {@code orTimeout} for instance, cancels the transfer
     */
    CompletableFuture<FileReceipt> future();

    /** Gives up: nothing is left of the file at the receiver. Has no effect once the transfer is over. */
    void cancel();
}
