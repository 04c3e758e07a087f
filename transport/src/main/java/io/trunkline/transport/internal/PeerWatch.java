package io.trunkline.transport.internal;

import org.jspecify.annotations.Nullable;

/**
 * Judges one peer of whom there is more to say than that it is silent: by a clock that stands still while we do not read, by
 * what it leaves unread, and by what its unfinished frames cost.
 *
 * <p>Made when the first of them matters: most connections never have one. Loop-confined.
 */
final class PeerWatch {
    private final TcpConnection connection;
    private final ReadingClock clock;

    /** Made when so much waits that it may have to pause: hardly any connection has one. */
    private @Nullable OutboundPause outbound;

    /** Made with the first frame that costs much while it is not whole. */
    private @Nullable MemoryAccount unfinished;

    PeerWatch(TcpConnection connection) {
        this.connection = connection;
        this.clock = new ReadingClock(connection.loop(), connection.facts());
    }

    /** Until it is asked for, or reading first pauses, it would go as the loop's does. */
    ReadingClock clock() {
        return clock;
    }

    /** Whether it would have anything to look at. */
    static boolean hasReasonToLook(TcpConnection connection) {
        return connection.events().isPaused() || mayHaveToPause(connection);
    }

    private static boolean mayHaveToPause(TcpConnection connection) {
        return connection.outboundBytes() >= OutboundPause.PAUSE_AT
                && connection.settings().accepted();
    }

    /** Called after each read and flush, and when a pause begins or ends; whether to read is asked after it. */
    void look() {
        if (outbound == null && mayHaveToPause(connection)) {
            outbound = new OutboundPause(connection, connection.settings().outbound());
        }
        if (outbound != null) {
            outbound.look();
        }
        clock.stand(connection.events().isPaused());
    }

    /** Called after each read with what the input costs that is not a whole frame yet. */
    void unfinished(int bytes) {
        if (unfinished == null && MemoryAccount.isWorthTelling(bytes)) {
            unfinished = new MemoryAccount(connection.loop().memory());
        }
        if (unfinished != null) {
            unfinished.hold(bytes);
        }
    }
}
