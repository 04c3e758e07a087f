package io.trunkline.benchmarks.macro;

/** Takes what arrives at the client's end of one connection. Called on the peer's event loop. */
public interface Receiver {
    /** The connection is there; may send at once. */
    void onOpen(Link link);

    /**
     * A frame came.
     *
     * @param number the first 8 bytes of its body
     * @param size the bytes of its body
     * @param last the last byte of its body
     */
    void onFrame(long number, int size, byte last);

    /** The connection failed, or ended before this side closed it. */
    void onFailure(Throwable failure);
}
