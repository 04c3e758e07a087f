package io.trunkline.transport.internal.stream;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.StreamConnection;
import java.time.Duration;

/** A {@link StreamConnection} of ours, as a client ends it in order. Thread-safe. */
public interface DrainableStreams extends StreamConnection {
    /**
     * Refuses streams of the peer's from now on, and closes when no stream is open and no handler runs; returns at once.
     *
     * @param grace after it the connection is closed all the same
     * @param reason kept if it is the first
     */
    void drain(Duration grace, CloseReason reason);
}
