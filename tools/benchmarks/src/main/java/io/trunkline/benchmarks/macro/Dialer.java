package io.trunkline.benchmarks.macro;

import java.io.IOException;

/** A peer's client: one event loop, any number of connections. Caller-confined. */
public interface Dialer extends AutoCloseable {
    /** Connects and returns once that is done; the receiver hears everything on the event loop. */
    void open(Receiver receiver) throws Exception;

    /** Connects for a caller that blocks. */
    Caller caller() throws Exception;

    @Override
    void close() throws IOException;
}
