package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Judges one peer while its connection is open: by a clock that stands still while we do not read, by its silence, by
 * what it leaves unread, and by what its unfinished frames cost.
 *
 * <p>It is the connection's idle deadline itself, which is moved only when it fires: traffic costs it nothing, and an idle
 * connection no second object. Loop-confined.
 */
final class PeerWatch extends Deadline {
    private final TcpConnection connection;

    /** Made by the first who asks, or with the first pause: until then it goes as the loop's does. */
    private @Nullable ReadingClock clock;

    /** Made when so much waits that it may have to pause: hardly any connection has one. */
    private @Nullable OutboundPause outbound;

    /** Made with the first frame that costs much while it is not whole. */
    private @Nullable MemoryAccount unfinished;

    PeerWatch(TcpConnection connection) {
        this.connection = connection;
    }

    ReadingClock clock() {
        ReadingClock made = clock;
        if (made == null) {
            made = new ReadingClock(connection.loop(), connection.facts().activity());
            clock = made;
        }
        return made;
    }

    /** Called once, when the connection has become open. */
    void opened() {
        Duration timeout = connection.settings().idleTimeout();
        if (timeout != null) {
            watch(timeout.toNanos());
        }
    }

    /** Called after each read and flush, and when a pause begins or ends; whether to read is asked after it. */
    void look() {
        if (outbound == null
                && connection.outboundBytes() >= OutboundPause.PAUSE_AT
                && connection.settings().accepted()) {
            outbound = new OutboundPause(connection, connection.settings().outbound());
        }
        if (outbound != null) {
            outbound.look();
        }
        boolean paused = connection.inbound().isPaused();
        if (paused || clock != null) {
            clock().stand(paused);
        }
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

    /** Called last. */
    void closed() {
        unfinished(0);
        connection.loop().cancel(this);
    }

    private void watch(long left) {
        if (clock == null) {
            connection.loop().schedule(this, connection.loop().nanos() + left);
        } else {
            clock.schedule(this, clock.nanos() + left);
        }
    }

    /** How long no byte has passed either way, pauses not counted. */
    private long silence() {
        if (clock != null) {
            return clock.silence();
        }
        return Math.max(
                0, connection.loop().nanos() - connection.facts().activity().lastNanos());
    }

    @Override
    protected void onDeadline() {
        Duration timeout = connection.settings().idleTimeout();
        if (timeout == null) {
            return;
        }
        long silence = silence();
        if (silence < timeout.toNanos()) {
            watch(timeout.toNanos() - silence);
        } else {
            connection.close(CloseReason.of(CloseReason.Kind.IDLE, "no byte either way for " + timeout));
        }
    }
}
