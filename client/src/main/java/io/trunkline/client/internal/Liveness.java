package io.trunkline.client.internal;

import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.ReadingClock;
import java.util.concurrent.TimeUnit;

/**
 * Asks a silent broker for a sign of life, and says when it has been silent for too long.
 *
 * <pre>{@code
 *            30 s without a frame          60 s without a frame
 * HEARD ───────────────────────▶ ASKED ───────────────────────▶ LOST
 *   ▲                              │
 *   └────────── any frame ─────────┘
 * }</pre>
 *
 * <p>Loop-confined. It looks when a deadline comes, and reading a frame only writes down when that was; so a busy
 * connection costs one look per second. Silence while we do not read does not count. Implements SPEC.md section 5.15.
 */
final class Liveness extends Deadline {
    /** Half of what a peer may be silent, so that one lost heartbeat is noticed in time. */
    static final long ASK_AFTER = TimeUnit.SECONDS.toNanos(30);

    /** Twice the interval: the peer had 30 s to answer. */
    static final long LOST_AFTER = TimeUnit.SECONDS.toNanos(60);

    /**
     * While frames arrive, the next look is never further away: a foreign thread that hands over a request's deadline wakes
     * the loop only if it would sleep longer than that.
     */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

    /** What liveness asks of its session. */
    interface Session {
        void sendHeartbeat();

        void silent();
    }

    private final ReadingClock clock;
    private final Session session;
    private long heardAt;
    private long lookedAt;
    private boolean asked;

    Liveness(ReadingClock clock, Session session) {
        this.clock = clock;
        this.session = session;
    }

    void start() {
        heardAt = clock.nanos();
        look(heardAt);
    }

    /** Takes note of a frame. */
    void heard() {
        heardAt = clock.nanos();
        asked = false;
    }

    void stop() {
        clock.cancel(this);
    }

    @Override
    protected void onDeadline() {
        look(clock.nanos());
    }

    private void look(long now) {
        long silence = now - heardAt;
        if (silence >= LOST_AFTER) {
            session.silent();
            return;
        }
        if (silence >= ASK_AFTER && !asked) {
            asked = true;
            session.sendHeartbeat();
        }
        boolean active = heardAt - lookedAt >= 0;
        lookedAt = now;
        long wait = (asked ? LOST_AFTER : ASK_AFTER) - silence;
        clock.schedule(this, now + (active ? Math.min(LOOK, wait) : wait));
    }
}
