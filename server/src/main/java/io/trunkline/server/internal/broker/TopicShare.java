package io.trunkline.server.internal.broker;

/**
 * What one connection holds of one topic's share; every running request has it, and gives its part back once.
 *
 * <p>Thread-safe; {@link #tryBegin} is the connection's loop's.
 */
final class TopicShare {
    private final Object key;
    private final LoopCount running = new LoopCount();
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
        running.raise();
        return true;
    }

    /** Gives the part of one request back, on the connection's loop or elsewhere. */
    void end(boolean onLoop) {
        running.lower(onLoop);
        load.end(); // While a request has its part, the load is not retired, and so not replaced.
    }

    boolean isUnused() {
        return running.get() == 0;
    }

    TopicLoad load() {
        return load;
    }
}
