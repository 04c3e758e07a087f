package io.trunkline.benchmarks.macro;

import java.io.IOException;

/** A peer's server, running. */
public interface Listening extends AutoCloseable {
    /** The port on loopback. */
    int port();

    @Override
    void close() throws IOException;
}
