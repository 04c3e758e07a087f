package io.trunkline.transport.internal;

import java.util.concurrent.TimeUnit;

/**
 * The time by which one peer is judged: it stands still while this side does not read.
 *
 * <pre>{@code
 * monotonic time  ──────────────────────────────────▶
 * reading          ████████ paused ██████ paused ███
 * this clock      ────────▶│      │─────▶│      │──▶
 * }</pre>
 *
 * <p>So a peer is not blamed for bytes that nobody took (SPEC.md GEN-44), and what it had used up of a time before a pause
 * still counts after it. Loop-confined.
 */
public final class ReadingClock {
    /** While it stands nobody can say when a deadline will be due, so it is looked at now and then. */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final ConnectionFacts facts;
    private boolean stands;
    private long stoodAt;
    private long stoodFor;

    /** The beginning of the present silence, moved by the pauses in it; an earlier one than the last byte is stale. */
    private long silentSince;

    /** Begins to run for a peer of whom nothing has come yet. */
    public ReadingClock(EventLoop loop) {
        this(loop, new ConnectionFacts(loop.nanos()));
    }

    ReadingClock(EventLoop loop, ConnectionFacts facts) {
        this.loop = loop;
        this.facts = facts;
        this.silentSince = facts.lastNanos();
    }

    /** This clock's time; only differences mean anything. */
    public long nanos() {
        return wall() - stoodFor;
    }

    /** The monotonic time, as far as it has been counted. */
    private long wall() {
        return stands ? stoodAt : loop.nanos();
    }

    /** How long no byte has passed either way, pauses not counted. */
    long silence() {
        return Math.max(0, wall() - later(silentSince, facts.lastNanos()));
    }

    /** Queues a deadline for when this clock shows {@code at}, or for a look if it stands: whoever is called checks. */
    public void schedule(Deadline deadline, long at) {
        long left = at - nanos();
        loop.schedule(deadline, loop.nanos() + (stands ? Math.max(LOOK, left) : left));
    }

    /** Takes a deadline back. */
    public void cancel(Deadline deadline) {
        loop.cancel(deadline);
    }

    /** Says whether this side does not read from now on; saying it again has no effect. */
    void stand(boolean still) {
        if (still == stands) {
            return;
        }
        long now = loop.nanos();
        if (still) {
            stoodAt = now;
        } else {
            stoodFor += now - stoodAt;
            long lastByte = facts.lastNanos();
            silentSince = later(silentSince, lastByte) + now - later(stoodAt, lastByte);
        }
        stands = still;
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
