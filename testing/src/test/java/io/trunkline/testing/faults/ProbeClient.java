package io.trunkline.testing.faults;

import java.util.concurrent.CompletableFuture;

/** The client of one cell of the matrix: sends bytes, counts bytes, and tells how it saw its end. Thread-safe. */
interface ProbeClient extends AutoCloseable {
    /** Sends bytes as they are; bytes that come too late are dropped. */
    void send(byte[] bytes);

    /** The bytes received so far. */
    byte[] received();

    void pauseReading();

    void resumeReading();

    /** Completes with an {@link Ending}. */
    CompletableFuture<String> ended();

    @Override
    void close();
}
