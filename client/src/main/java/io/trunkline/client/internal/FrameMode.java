package io.trunkline.client.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the frames of a client: those who call receive, or a handler per connection. Thread-safe.
 *
 * @param <F> what a frame is
 */
interface FrameMode<F> {
    /** Whether handlers run on the event loop. */
    boolean isOnLoop();

    /** Makes what gets the frames of a connection. */
    ConnectionHandler<F> open(FrameConnection<F> connection);

    /** Takes the next frame, or says why there will be none. */
    @Nullable
    F receive(Duration timeout);

    /** Tells whether so many frames wait that no more are read. */
    boolean isFull();

    /** There will be no further connection, for this reason. */
    void ended(CloseReason reason);
}
