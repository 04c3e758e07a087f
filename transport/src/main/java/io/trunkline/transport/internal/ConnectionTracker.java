package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import org.jspecify.annotations.Nullable;

/** Learns of each connection of a listener before its logic does, and of its end. Thread-safe: each loop calls it. */
public interface ConnectionTracker {
    /**
     * Called when a connection has become open.
     *
     * @return null to let its logic have it; else why it is closed, without a word to its logic
     */
    @Nullable
    CloseReason opened(TcpConnection connection);

    /** Called when a connection has ended that was let in. Its socket is closed, its logic does not know yet. */
    void closed(TcpConnection connection, CloseReason reason);

    /** Called when the overflow policy has dropped frames, by whichever thread has sent. */
    default void dropped(TcpConnection connection, int frames) {}
}
