package io.trunkline.server.internal.observe;

import io.trunkline.server.internal.handler.LocalRoute;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the handlers of requests: how long they take, which fail, and what their own log lines are marked with.
 *
 * <p>Thread-safe.
 */
public final class CallWatch {
    /** From here on a handler is slow: its caller, by default, has given up in five times that. */
    static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Observation observation;
    private final @Nullable LogContext context;
    private final HandlerTimes times = new HandlerTimes();

    /**
     * Begins with zero.
     *
     * @param observation told of slow and failing handlers
     */
    public CallWatch(Observation observation) {
        this(observation, LogContext.ofLogging());
    }

    CallWatch(Observation observation, @Nullable LogContext context) {
        this.observation = observation;
        this.context = context;
    }

    /**
     * Gives the sums.
     *
     * @return live
     */
    public HandlerTimes times() {
        return times;
    }

    /**
     * Tells whether {@link #entered} does anything.
     *
     * @return false where the logging framework has no context to mark
     */
    public boolean marks() {
        return context != null;
    }

    /**
     * A handler is about to run on this thread.
     *
     * @param connection the caller's id
     * @param listener where it came in
     * @param topic asked for
     * @param request its id, if it has one
     */
    public void entered(String connection, String listener, String topic, @Nullable UUID request) {
        if (context != null) {
            context.set(connection, listener);
            context.setRequest(topic, request);
        }
    }

    /** It has run. */
    public void left() {
        if (context != null) {
            context.clear();
        }
    }

    /**
     * A handler has ended.
     *
     * @param took nanoseconds
     * @param here the lane of the loop where this is called; null elsewhere
     * @return whether that was slow
     */
    public boolean ended(long took, HandlerTimes.@Nullable Lane here) {
        if (here == null) {
            times.add(took);
        } else {
            here.add(took);
        }
        return took >= SLOW_NANOS;
    }

    /**
     * A handler runs for long.
     *
     * @param route whose it is
     * @param connection the caller's id
     * @param soFar nanoseconds
     */
    public void slow(LocalRoute route, String connection, long soFar) {
        route.log().slow(soFar);
        observation.handlerSlow(route.toString(), connection, soFar);
    }

    /**
     * A handler has failed; the log has been told.
     *
     * @param route whose it is
     * @param connection the caller's id
     * @param failure what it threw
     */
    public void failed(LocalRoute route, String connection, Throwable failure) {
        observation.handlerFailed(route.toString(), connection, failure);
    }
}
