package io.trunkline.server.internal.broker;

import io.trunkline.transport.internal.PauseReason;
import io.trunkline.transport.internal.TcpConnection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a publisher from handing other loops more events than they get rid of: it is not read while too much waits for them.
 *
 * <p>A loop's tasks are a queue without bound, so somebody must wait; and it is the one who fills it. No subscriber can make a
 * publisher wait: a loop never waits for one. Thread-safe.
 */
final class FanOutFlow {
    /** As many bytes as an accepted peer may leave unread. */
    private static final int MOST = 1024 * 1024;

    private final TcpConnection publisher;
    private final AtomicInteger waiting = new AtomicInteger();

    FanOutFlow(TcpConnection publisher) {
        this.publisher = publisher;
    }

    /** Counts events that wait for other loops, or with a negative number those that do not any more. */
    void handedOver(int bytes) {
        int now = waiting.addAndGet(bytes);
        int before = now - bytes;
        if (before < MOST && now >= MOST) {
            publisher.pauseReading(PauseReason.FAN_OUT);
            if (waiting.get() < MOST) {
                publisher.resumeReading(PauseReason.FAN_OUT); // They were quicker than the pause.
            }
        } else if (before >= MOST && now < MOST) {
            publisher.resumeReading(PauseReason.FAN_OUT);
        }
    }
}
