package io.trunkline.transport;

import io.trunkline.Payload;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One of many streams of bytes that share a connection, each at the pace of its own reader.
 *
 * <pre>{@code
 *  OPEN ──close()──▶ CLOSING ──everything written has been sent──▶ ENDED: read gives null, write throws
 *   │ │                 └─────────────┐
 *   │ └──reset()───────▶ RESETTING ───┤
 *   └── the peer closes or resets, or the connection ends ────────▲
 * }</pre>
 *
 * <p>A stream carries bytes, not messages: what one call writes may arrive in pieces where the peer's credit ends between them,
 * and many small pieces that wait may arrive as one. On a stream without credit, to a peer that does not know it, each
 * written payload is one frame, as far as the frame limit goes.
 *
 * <p>What is written waits for the peer's credit, and the peer gets credit as what it wrote is read: so a slow reader slows its
 * own writer, and nobody else. Bytes that wait without progress for the write stall timeout end the stream. If both sides
 * write much before they read, they wait for each other until then.
 *
 * <p>There is no half-closed stream: closing ends both directions, and what the peer has not sent by then is lost. Agree on
 * who closes; the side that has the last word, as a rule.
 *
 * <p>Thread-safe; one thread at a time should read. The first who reads decides how: by {@link #read} and {@link #input}, or by
 * {@link #publisher}. Implements SPEC.md section 4.
 */
public interface DuplexStream extends AutoCloseable {
    /**
     * Gives the number of the stream on the wire.
     *
     * @return 1 to 4,294,967,295; unique among the open streams of its connection
     */
    long id();

    /**
     * Names what the stream is for.
     *
     * @return as the side that opened it said
     */
    String type();

    /**
     * Gives what the side that opened it said about it.
     *
     * @return a JSON object
     */
    Payload metadata();

    /**
     * Gives the connection, which can open further streams and says who is at the other end.
     *
     * @return always the same
     */
    StreamConnection connection();

    /**
     * Queues bytes to be sent; blocks while 64 KiB of this stream wait for the peer's credit.
     *
     * @param bytes any number, frames are cut as needed; none at all sends nothing
     * @throws io.trunkline.ClosedException if the stream was closed, by either side; nothing of them was sent
     * @throws io.trunkline.ReplyException if the peer has refused or reset the stream
     * @throws io.trunkline.RequestTimeoutException if the peer granted no credit for the write stall timeout
     * @throws io.trunkline.RequestInterruptedException if the caller was interrupted while it waited; the stream lives
     * @throws ConnectionLostException if the connection has ended
     * @throws IllegalStateException on an event loop
     */
    void write(Payload bytes);

    /**
     * Does what {@link #write} does without blocking, and tells when the bytes have been handed to the connection.
     *
     * @param bytes any number
     * @return completes on the event loop; fails with what {@code write} throws, and with
     *     {@link io.trunkline.QueueFullException} if 1 MiB of this stream waits already
     */
    CompletableFuture<Void> writeAsync(Payload bytes);

    /**
     * Takes the next bytes that have arrived, and waits for them; what was received before an end is still read.
     *
     * @param timeout the longest wait, zero or more
     * @return at least one byte: what one frame brought, possibly joined with its neighbours; null if the peer has closed
     *     the stream in order and all of it was read
     * @throws io.trunkline.RequestTimeoutException if nothing came in time
     * @throws io.trunkline.ClosedException if this side has closed the stream
     * @throws io.trunkline.ReplyException if the peer has refused or reset the stream
     * @throws io.trunkline.RequestInterruptedException if the caller was interrupted while it waited; the stream lives
     * @throws ConnectionLostException if the connection has ended
     * @throws IllegalStateException on an event loop, or if {@link #publisher} is in use
     */
    @Nullable
    Payload read(Duration timeout);

    /**
     * Reads the same bytes as an {@code InputStream}, whose end is the orderly end of the stream.
     *
     * <p>A read waits for 5 minutes at most. Failures are {@code IOException}s, with what {@link #read} throws as cause. Closing it
     * throws away what is left and what still comes; the stream stays open for writing.
     *
     * @return not thread-safe; a new one each time, over the same bytes
     */
    InputStream input();

    /**
     * Writes by an {@code OutputStream}, which collects 8 KiB; closing it closes the stream.
     *
     * @return not thread-safe; a new one each time
     */
    OutputStream output();

    /**
     * Publishes what arrives to one subscriber, whose {@code request(n)} is the peer's credit: what is not requested is not
     * taken, and the peer waits.
     *
     * <p>Signals come on workers, one at a time. {@code onComplete} is the peer's orderly close. After {@code cancel} what still
     * comes is thrown away; the stream stays open for writing.
     *
     * @return always the same; a second subscriber gets {@code onError}
     */
    Flow.Publisher<Payload> publisher();

    /**
     * Writes what it is given, requests no more than it can send, closes the stream at {@code onComplete} and resets it at
     * {@code onError}.
     *
     * @return a new one each time
     */
    Flow.Subscriber<Payload> subscriber();

    /**
     * Tells whether both sides may still write.
     *
     * @return false from {@link #close} or {@link #reset} on, and once the peer or the connection has ended it
     */
    boolean isOpen();

    /**
     * Tells how the stream ends.
     *
     * @return completes on a worker when it is over: normally if everything written was sent and no side failed it, else
     *     with the exception that {@link #write} throws
     */
    CompletionStage<Void> closed();

    /**
     * Sends what is written, then ends the stream in both directions; waits for that, for the write stall timeout without
     * progress at most.
     *
     * <p>Never throws: {@link #closed} says whether all was sent. On an event loop it returns at once. What arrives from now on
     * is thrown away.
     */
    @Override
    void close();

    /** Ends the stream at once, as failed: discards what waits, and tells the peer the reason {@code RESET}. */
    default void reset() {
        reset("RESET");
    }

    /**
     * Does the same with a reason of the application's own, which the peer gets as the code of a
     * {@link io.trunkline.ReplyException}.
     *
     * @param reason 1 to 200 characters without control characters, by custom upper case with underscores
     * @throws IllegalArgumentException if the reason is none
     */
    void reset(String reason);
}
