package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;

/** A {@link io.trunkline.transport.FrameConnection} that our own handlers can end for a reason of theirs. Thread-safe. */
public interface RefusingConnection {
    /** Hands over no further frame, sends what is queued, and closes; the reason is kept if it is the first. */
    void refuse(CloseReason reason);
}
