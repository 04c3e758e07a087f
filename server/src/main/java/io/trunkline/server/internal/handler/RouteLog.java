package io.trunkline.server.internal.handler;

import io.trunkline.transport.internal.LoggedFailure;
import io.trunkline.transport.internal.OutageLog;
import io.trunkline.transport.internal.Ticker;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of one route's handler: a line per kind of trouble and 10 s, however many requests meet it.
 *
 * <p>Thread-safe.
 */
public final class RouteLog {
    private static final Logger LOG = LoggerFactory.getLogger(RouteLog.class);

    private final String handler;
    private final OutageLog failures = new OutageLog(Ticker.SYSTEM);
    private final OutageLog slowness = new OutageLog(Ticker.SYSTEM);
    private final OutageLog drops = new OutageLog(Ticker.SYSTEM);

    RouteLog(String handler) {
        this.handler = handler;
    }

    /**
     * Its handler, its codec or its type has failed.
     *
     * @param what happened, in words of ours
     * @param failure what was thrown
     */
    public void failed(String what, Throwable failure) {
        long before = failures.next();
        if (before != OutageLog.SILENT) {
            LOG.warn("event={} handler=\"{}\" more={}", what, handler, before, LoggedFailure.of(failure));
        }
    }

    /**
     * Its handler takes long.
     *
     * @param nanos so far
     */
    public void slow(long nanos) {
        long before = slowness.next();
        if (before != OutageLog.SILENT) {
            LOG.warn(
                    "event=handler-slow handler=\"{}\" soFar={}ms more={}",
                    handler,
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    before);
        }
    }

    /**
     * What its calls wanted done once they are cancelled is not done: no worker is free.
     *
     * @param actions how many
     */
    public void cancelActionsDropped(int actions) {
        long before = drops.next();
        if (before != OutageLog.SILENT) {
            LOG.warn("event=cancel-actions-dropped handler=\"{}\" actions={} more={}", handler, actions, before);
        }
    }
}
