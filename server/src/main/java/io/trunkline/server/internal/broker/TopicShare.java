package io.trunkline.server.internal.broker;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one connection holds of one topic's share; every running request has it, and gives its part back once.
 *
 * <p>Thread-safe; {@link #tryBegin} is the connection's loop's.
 */
final class TopicShare {
    private final Object key;
    private final AtomicInteger running = new AtomicInteger();
    private TopicLoad load;

    TopicShare(Object key, TopicLoad load) {
        this.key = key;
        this.load = load;
    }

    /** Takes a part for one request; false if the connection's or the server's is spent. */
    boolean tryBegin(TopicLoads loads, int most) {
        if (running.get() >= most) {
            return false;
        }
        TopicLoad.Begin begin = load.tryBegin(loads.bound());
        while (begin == TopicLoad.Begin.RETIRED) {
            load = loads.replace(key, load);
            begin = load.tryBegin(loads.bound());
        }
        if (begin == TopicLoad.Begin.FULL) {
            return false;
        }
        running.incrementAndGet();
        return true;
    }

    /** Gives the part of one request back. */
    void end() {
        running.decrementAndGet();
        load.end(); // While a request has its part, the load is not retired, and so not replaced.
    }

    boolean isUnused() {
        return running.get() == 0;
    }

    TopicLoad load() {
        return load;
    }
}
