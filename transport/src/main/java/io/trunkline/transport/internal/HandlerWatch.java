package io.trunkline.transport.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows when handlers of one listener or client are called, and when one fails; by itself it logs failures.
 *
 * <p>A peer can make a handler fail as often as it likes, and it is the user's code that fails: so one warning in 10 s, with how
 * many there were. Called where handlers run. Thread-safe.
 */
public class HandlerWatch {
    private static final Logger log = LoggerFactory.getLogger(HandlerWatch.class);

    private final OutageLog failures = new OutageLog(Ticker.SYSTEM);

    /** Whether {@link #enter} and {@link #exit} are to be called. */
    public boolean wantsCalls() {
        return false;
    }

    /** Called before callbacks of a connection's handler, on the same thread as they. */
    public void enter(TcpConnection connection) {}

    /** Called after them. */
    public void exit() {}

    /** Called when a frame is no use to anybody, and its connection is forgiven. */
    public void invalid(TcpConnection connection) {}

    /** Called when a callback has thrown; the connection is closed after it. */
    public void failed(TcpConnection connection, String callback, Throwable failure) {
        long before = failures.next();
        if (before != OutageLog.SILENT) {
            log.warn(
                    "conn={} event=handler-failed callback={} more={}",
                    connection.id(),
                    callback,
                    before,
                    LoggedFailure.of(failure));
        }
    }
}
