package io.trunkline.server.internal.broker;

import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the interval over which rates are measured, and begins the next: one deadline of one loop.
 *
 * <p>Loop-confined, save {@link #start} and {@link #stop}. A look at the machine reads files, on a thread that
 * may block; where none is free it is left out.
 */
final class Monitoring extends Deadline {
    private static final Logger LOG = LoggerFactory.getLogger(Monitoring.class);

    private final Broker broker;
    private final EventLoop loop;
    private final long interval;
    private volatile boolean stopped;

    Monitoring(Broker broker, EventLoop loop) {
        this.broker = broker;
        this.loop = loop;
        this.interval = broker.settings().options().monitoringInterval().toNanos();
    }

    void start() {
        look();
        loop.schedule(this, loop.nanos() + interval);
    }

    private void look() {
        try {
            loop.offload(broker.metrics()::look);
        } catch (RejectedExecutionException e) {
            LOG.debug("event=machine-not-looked-at"); // The figures are an interval older, and nothing depends on them.
        }
    }

    @Override
    protected void onDeadline() {
        if (!stopped) {
            broker.metrics().tick(loop.nanos());
            start();
        }
    }

    void stop() {
        stopped = true;
        loop.cancel(this);
    }
}
