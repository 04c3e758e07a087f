package io.trunkline.codec.internal.frame;

/**
 * Turns one connection's bytes into frames of one format.
 *
 * <p>Caller-confined. States and ends as {@link FrameSplitter} does: after an error it refuses further input, after a
 * consumer that said stop it throws it away.
 *
 * @param <F> what one frame is to its user
 */
public interface FrameReader<F> {
    /**
     * Hands over every frame that these bytes complete, and keeps the rest.
     *
     * @param array holds the bytes; not kept
     * @param from first index
     * @param to behind the last index
     * @param out takes the frames and the errors that cost one frame
     * @throws io.trunkline.FrameException at the first bad frame, after the frames before it were handed over
     * @throws IllegalStateException after an error or {@link #finish}
     */
    void feed(byte[] array, int from, int to, FrameConsumer<? super F> out);

    /**
     * Ends the stream.
     *
     * @throws io.trunkline.FrameException {@code TRUNCATED} if it ends inside a frame or between fragments
     */
    void finish();

    /**
     * Gives the place of the frame in hand, or of the next one: bytes fed beyond it belong to a frame that is not whole.
     *
     * @return zero-based position of its first byte in the stream
     */
    long position();

    /**
     * Tells whether a new reader would go on just as well: nothing of what has come matters for what will, but its length.
     *
     * @return true between frames and between fragments
     */
    boolean isAtRest();

    /**
     * Counts the bytes of unfinished frames and messages.
     *
     * @return 0 between frames
     */
    int buffered();

    /**
     * Tells what unfinished frames and messages cost in memory.
     *
     * @return bytes; 0 between frames
     */
    int allocated();
}
