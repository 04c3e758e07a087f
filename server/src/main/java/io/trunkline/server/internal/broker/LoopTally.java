package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.observe.HandlerTimes;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one loop counts for each request, without a locked operation: written by that loop alone, read by anybody.
 *
 * <p>Loop-confined, but for the figures, which are a moment old elsewhere.
 */
final class LoopTally {
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final HandlerTimes.Lane times;

    /** Begins with zero. */
    LoopTally(HandlerTimes.Lane times) {
        this.times = times;
    }

    /** A request has come. */
    void request(int size) {
        requests.lazySet(requests.getPlain() + 1);
        bytes.lazySet(bytes.getPlain() + size);
    }

    long requests() {
        return requests.get();
    }

    /** Payload bytes of those requests. */
    long bytes() {
        return bytes.get();
    }

    /** How long handlers ran that ended on this loop. */
    HandlerTimes.Lane times() {
        return times;
    }
}
