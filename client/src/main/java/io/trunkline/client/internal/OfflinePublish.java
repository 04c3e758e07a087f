package io.trunkline.client.internal;

import io.trunkline.TrunklineException;
import io.trunkline.transport.ConnectionLostException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A one-way publish that waits for a connection, and for the next one where that ends before it takes it.
 *
 * <p>Thread-safe.
 */
final class OfflinePublish extends Gate.Waiter {
    private final Gate gate;
    private final long bytes;
    private final Function<SessionLine, MessageFrame> frames;
    private final Consumer<TrunklineException> lost;

    /**
     * @param gate where it waits
     * @param bytes of its payload
     * @param frames makes its message for a connection
     * @param lost told why it will not be sent
     */
    OfflinePublish(
            Gate gate, long bytes, Function<SessionLine, MessageFrame> frames, Consumer<TrunklineException> lost) {
        this.gate = gate;
        this.bytes = bytes;
        this.frames = frames;
        this.lost = lost;
    }

    /** Sends it, or leaves it waiting; throws why it can do neither. */
    void begin() {
        BrokerSession session = gate.enter(this);
        while (session != null && !isTaken(session)) {
            session = gate.enter(this);
        }
    }

    /** Whether a connection takes it: one that does not is ending, and is not offered again. */
    private boolean isTaken(BrokerSession session) {
        SessionLine line = session.line();
        try {
            line.writeOneWay(frames.apply(line));
            return true;
        } catch (ConnectionLostException e) {
            return false;
        }
    }

    @Override
    void admitted(BrokerSession session) {
        try {
            if (!isTaken(session)) {
                begin();
            }
        } catch (TrunklineException e) {
            lost.accept(e);
        } catch (OutOfMemoryError e) {
            return; // It is lost as those are that had not left; and there is no memory to say so.
        }
    }

    @Override
    void refused(TrunklineException why) {
        lost.accept(why);
    }

    @Override
    long bytes() {
        return bytes;
    }

    @Override
    boolean isOneWay() {
        return true;
    }
}
