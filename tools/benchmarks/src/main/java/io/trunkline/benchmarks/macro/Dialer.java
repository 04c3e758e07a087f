package io.trunkline.benchmarks.macro;

import java.io.IOException;

/** A peer's client: one event loop, any number of connections. Caller-confined. */
public interface Dialer extends AutoCloseable {
    /** Connects and returns once that is done; the receiver hears everything on the event loop. */
    void open(Receiver receiver) throws Exception;

    /** Connects somebody who hears every event that is published; may be called on any thread, for one event at a time. */
    default void subscribe(Receiver receiver) throws Exception {
        throw new UnsupportedOperationException("no events");
    }

    /** Whether the answers of a connection come in the order of their requests. */
    default boolean answersInTurn() {
        return true;
    }

    /** Connects for a caller that blocks. */
    Caller caller() throws Exception;

    @Override
    void close() throws IOException;
}
