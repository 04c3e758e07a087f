package io.trunkline.testing;

import io.trunkline.testing.internal.proxy.ToxicList;
import java.time.Duration;

/**
 * The faults of one direction through a {@link FaultProxy}; they add up, one of each kind at most.
 *
 * <p>A method returns when the fault is in force: for open connections and those to come, and for every byte that has not been
 * forwarded yet. Counting begins there too, or with the connection if that is later. Setting a kind again replaces it.
 *
 * <p>Thread-safe. Every method throws {@link IllegalStateException} once the proxy is closed.
 */
public final class Toxics {
    private final ToxicList list;

    Toxics(ToxicList list) {
        this.list = list;
    }

    /**
     * Delays everything, ends too, without slowing the flow down: what was sent together arrives together.
     *
     * @param delay zero or more
     * @return this
     */
    public Toxics latency(Duration delay) {
        return latency(delay, Duration.ZERO);
    }

    /**
     * Delays everything by a delay that varies, without reordering it.
     *
     * @param delay zero or more
     * @param jitter how much more or less it may be, each time a piece arrives; zero to the delay
     * @return this
     */
    public Toxics latency(Duration delay, Duration jitter) {
        requireNotNegative(delay, "delay");
        requireNotNegative(jitter, "jitter");
        require(jitter.compareTo(delay) <= 0, "jitter must be zero to the delay, " + delay + ": " + jitter);
        list.latency(delay, jitter);
        return this;
    }

    /**
     * Lets so many bytes through per second; the sender's window closes when 1 MiB waits.
     *
     * @param bytesPerSecond 1 or more
     * @return this
     */
    public Toxics bandwidth(long bytesPerSecond) {
        require(bytesPerSecond >= 1, "bytesPerSecond must be 1 or more: " + bytesPerSecond);
        list.bandwidth(bytesPerSecond);
        return this;
    }

    /**
     * Cuts the bytes into small pieces, each written by itself.
     *
     * @param pieceSize bytes, 1 or more
     * @param pause after each piece; zero or more
     * @return this
     */
    public Toxics slicer(int pieceSize, Duration pause) {
        require(pieceSize >= 1, "pieceSize must be 1 or more: " + pieceSize);
        requireNotNegative(pause, "pause");
        list.slicer(pieceSize, pause);
        return this;
    }

    /**
     * Keeps bytes and ends back until {@link #release}: a partition that heals. Nothing is lost.
     *
     * @return this
     */
    public Toxics hold() {
        list.hold();
        return this;
    }

    /**
     * Lets go what {@link #hold} kept back, at once.
     *
     * @return this
     */
    public Toxics release() {
        list.release();
        return this;
    }

    /**
     * Swallows bytes, and keeps ends back: the sender is not slowed down, the receiver sees silence.
     *
     * @return this
     */
    public Toxics blackHole() {
        list.blackHole();
        return this;
    }

    /**
     * Lets the sender vanish without a word: nothing of it is forwarded, no byte, no end, no reset, and it gets rid of nothing
     * more once the kernel's buffers are full. When this fault is taken away, what suffered it is reset, as by a machine that
     * comes back and knows nothing of the connection.
     *
     * @return this
     */
    public Toxics halfOpen() {
        list.halfOpen();
        return this;
    }

    /**
     * Resets a connection, for both peers, as soon as so many bytes have gone this way. Replaces {@link #closeAfter}.
     *
     * @param bytes 0 for at once
     * @return this
     */
    public Toxics resetAfter(long bytes) {
        requireCount(bytes);
        list.resetAfter(bytes);
        return this;
    }

    /**
     * Ends a connection in order, for both peers, as soon as so many bytes have gone this way: each sees an end and no reset,
     * and what they send afterwards is thrown away. Replaces {@link #resetAfter}.
     *
     * @param bytes 0 for at once
     * @return this
     */
    public Toxics closeAfter(long bytes) {
        requireCount(bytes);
        list.closeAfter(bytes);
        return this;
    }

    /**
     * Flips one bit of one byte, chosen by the seed.
     *
     * @param index of the byte; 0 for the next one
     * @return this
     */
    public Toxics corruptAt(long index) {
        requireCount(index);
        list.corruptAt(index);
        return this;
    }

    /**
     * Flips one bit in every so many bytes; byte and bit are chosen by the seed.
     *
     * @param bytes 1 or more
     * @return this
     */
    public Toxics corruptEvery(int bytes) {
        require(bytes >= 1, "bytes must be 1 or more: " + bytes);
        list.corruptEvery(bytes);
        return this;
    }

    /**
     * Sends the next so many bytes a second time, right behind themselves, as a broken middlebox would. Once.
     *
     * @param bytes 1 to 1,048,576
     * @return this
     */
    public Toxics duplicate(int bytes) {
        require(bytes >= 1 && bytes <= 1_048_576, "bytes must be 1 to 1048576: " + bytes);
        list.duplicate(bytes);
        return this;
    }

    /**
     * Keeps the sender's orderly end back for a while, after its last byte has gone.
     *
     * @param pause zero or more
     * @return this
     */
    public Toxics slowClose(Duration pause) {
        requireNotNegative(pause, "pause");
        list.slowClose(pause);
        return this;
    }

    /**
     * Takes every fault of this direction away; what was kept back goes on its way.
     *
     * @return this
     */
    public Toxics clear() {
        list.clear();
        return this;
    }

    private static void requireCount(long bytes) {
        require(bytes >= 0, "bytes are counted from 0: " + bytes);
    }

    private static void requireNotNegative(Duration duration, String name) {
        require(!duration.isNegative(), name + " must be zero or more: " + duration);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Lists the faults that are in force. */
    @Override
    public String toString() {
        return list.toString();
    }
}
