package io.trunkline.transport.internal;

/** A connection of ours, as our own modules see it: what is below it, and who watches its handlers. Thread-safe. */
public interface WatchedConnection {
    /** The connection below frames or streams. */
    TcpConnection connection();

    /** The largest frame that is read from it. */
    int maxFrame();

    /** Who watches its handlers. */
    HandlerWatch watch();
}
