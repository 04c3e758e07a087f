package io.trunkline.benchmarks.macro;

import java.io.IOException;

/** A connection for one thread that sends and waits. Caller-confined. */
public interface Caller extends AutoCloseable {
    /** Sends the frame of this number and blocks until an answer came; gives the answer's number. */
    long call(long number) throws Exception;

    @Override
    void close() throws IOException;
}
