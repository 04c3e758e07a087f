package io.trunkline.codec.internal.frame;

/**
 * Turns one connection's bytes into messages: the frames that may carry broker messages, behind one face.
 *
 * <p>Caller-confined. A message that came in one frame, uncompressed, is handed over where it lies in the given array and
 * costs no allocation. States and ends as {@link FrameSplitter} does.
 */
public interface MessageReader {
    /**
     * Reads {@code length-prefixed} frames; every frame is a message.
     *
     * @param limits the message limit is not used
     * @return a new reader
     */
    static MessageReader lengthPrefixed(FrameLimits limits) {
        return new LengthPrefixedMessageReader(limits);
    }

    /**
     * Reads {@code envelope} frames of broker messages: the header line is clear and lies in the first fragment.
     *
     * @param limits what it accepts
     * @param accepted the flags among {@link EnvelopeFlags#NEGOTIABLE} that we have announced; others are refused
     * @return a new reader
     */
    static MessageReader brokerEnvelope(FrameLimits limits, int accepted) {
        return new EnvelopeMessageReader(new EnvelopeAssembler(limits, accepted, true));
    }

    /**
     * Reads {@code envelope} frames outside broker connections: every flag is accepted, COMPRESSED covers the message.
     *
     * @param limits what it accepts
     * @return a new reader
     */
    static MessageReader envelope(FrameLimits limits) {
        return new EnvelopeMessageReader(new EnvelopeAssembler(limits, EnvelopeFlags.NEGOTIABLE, false));
    }

    /**
     * Hands over every message that these bytes complete, and keeps the rest.
     *
     * @param array holds the bytes; not kept
     * @param from first index
     * @param to behind the last index
     * @param out takes the messages and the errors that cost one message
     * @throws io.trunkline.FrameException at the first bad frame, after the messages before it were handed over
     * @throws IllegalStateException after an error or {@link #finish}
     */
    void feed(byte[] array, int from, int to, MessageSink out);

    /**
     * Ends the stream.
     *
     * @throws io.trunkline.FrameException {@code TRUNCATED} if it ends inside a frame or between fragments
     */
    void finish();

    /**
     * Changes the limits from the next frame header on, for instance once the peer is authenticated.
     *
     * @param limits the new ones
     */
    void limits(FrameLimits limits);

    /**
     * Changes the accepted flags from the next frame header on, once they were announced.
     *
     * @param flags among {@link EnvelopeFlags#NEGOTIABLE}; formats without flags ignore them
     */
    void accept(int flags);

    /**
     * Counts the whole frames received so far, KEEPALIVE and fragments included: any of them is a sign of life.
     *
     * @return 0 or more
     */
    long frames();

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
     * @return 0 between messages
     */
    int buffered();

    /**
     * Tells what unfinished frames and messages cost in memory.
     *
     * @return bytes; 0 between messages
     */
    int allocated();
}
