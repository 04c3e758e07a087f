package io.trunkline.benchmarks.macro;

/** The client's end of one connection. Confined to the peer's event loop. */
public interface Link {
    /**
     * Queues the frame of this number.
     *
     * <p>It leaves together with what else is sent from within the same callback, at the latest when what was read is handled.
     */
    void send(long number);

    /** Ends the connection. */
    void close();
}
