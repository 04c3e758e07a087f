package io.trunkline.server.internal.broker;

import io.trunkline.server.BrokerOptions;

/**
 * Decides from the peer's last sign of life what to do and when to look again.
 *
 * <pre>{@code
 *  0 s        pingAfter: 30 s     deadAfter: 60 s of silence
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

    private final long pingAfter;
    private final long deadAfter;
    private long lastSign;
    private boolean pinged;

    Heartbeat(BrokerOptions options, long now) {
        this.pingAfter = options.heartbeatAfter().toNanos();
        this.deadAfter = options.deadAfter().toNanos();
        this.lastSign = now;
    }

    void sign(long now) {
        lastSign = now;
        pinged = false;
    }

    Step step(long now) {
        long silence = now - lastSign;
        if (silence >= deadAfter) {
            return Step.DEAD;
        }
        if (silence >= pingAfter && !pinged) {
            pinged = true;
            return Step.PING;
        }
        return Step.WAIT;
    }

    /** When {@link #step} is worth asking again, unless a sign comes first. */
    long nextStepAt() {
        return lastSign + (pinged ? deadAfter : pingAfter);
    }
}
