package io.trunkline.client.internal;

import io.trunkline.TrunklineException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A one-way publish that waits for a connection.
 *
 * <p>Immutable.
 *
 * @param bytes of its payload
 * @param frames makes its message for a connection
 * @param lost told why it will not be sent
 */
record OfflinePublish(long bytes, Function<SessionLine, MessageFrame> frames, Consumer<TrunklineException> lost)
        implements Gate.Waiter {
    @Override
    public void admitted(BrokerSession session) {
        SessionLine line = session.line();
        try {
            line.writeOneWay(frames.apply(line));
        } catch (TrunklineException e) {
            lost.accept(e);
        }
    }

    @Override
    public void refused(TrunklineException why) {
        lost.accept(why);
    }

    @Override
    public boolean isOneWay() {
        return true;
    }

    // Two that say the same are two.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
