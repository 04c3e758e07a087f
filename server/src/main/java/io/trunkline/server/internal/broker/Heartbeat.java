package io.trunkline.server.internal.broker;

import java.util.concurrent.TimeUnit;

/**
 * Decides from the peer's last sign of life what to do and when to look again.
 *
 * <pre>{@code
 *  0 s            30 s                 60 s of silence
 *  ├── WAIT ───────┼── PING once, WAIT ──┼── DEAD
 *  ▲ any whole frame, KEEPALIVE included
 * }</pre>
 *
 * <p>Loop-confined, without a clock or timer of its own. Implements SPEC.md, heartbeats.
 */
final class Heartbeat {
    /** What is to be done now. */
    enum Step {
        WAIT,
        PING,
        DEAD
    }

    private static final long PING_AFTER = TimeUnit.SECONDS.toNanos(30);
    private static final long DEAD_AFTER = TimeUnit.SECONDS.toNanos(60);

    private long lastSign;
    private boolean pinged;

    Heartbeat(long now) {
        this.lastSign = now;
    }

    void sign(long now) {
        lastSign = now;
        pinged = false;
    }

    Step step(long now) {
        long silence = now - lastSign;
        if (silence >= DEAD_AFTER) {
            return Step.DEAD;
        }
        if (silence >= PING_AFTER && !pinged) {
            pinged = true;
            return Step.PING;
        }
        return Step.WAIT;
    }

    /** When {@link #step} is worth asking again, unless a sign comes first. */
    long nextStepAt() {
        return lastSign + (pinged ? DEAD_AFTER : PING_AFTER);
    }
}
