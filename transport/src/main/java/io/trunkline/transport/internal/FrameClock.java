package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.FramePace;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends a connection whose peer has begun a frame and does not finish it in time.
 *
 * <pre>{@code
 *            a read ends inside a frame              the frame is late, or slow after the grace
 * BETWEEN ─────────────────────────────▶ INSIDE ─────────────────────────────────────────────▶ given up, once
 *    ▲                                     │
 *    └── a read ends where a frame does ───┘    (a read that ends inside another frame begins anew)
 * }</pre>
 *
 * <p>Frames that arrive whole cost two comparisons. A read that ends inside a frame notes the time; the deadline that looks
 * at it comes once per interval and not once per frame: it stays queued when the frame has become whole, and looks at
 * whatever frame is in hand then. Each frame is measured from its own first byte, by the {@link ReadingClock}.
 *
 * <p>Loop-confined. Implements SPEC.md GEN-18 and GEN-44.
 */
public final class FrameClock extends Deadline {
    /** Between two looks at a frame that is past its grace. */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

    private final ReadingClock clock;
    private final FramePace pace;
    private final Consumer<CloseReason> giveUp;
    private final long timeout;
    private final long grace;
    private long received;
    private long frame;
    private long began;
    private boolean inside;
    private boolean watching;
    private boolean stopped;

    /**
     * Watches the frames of one connection.
     *
     * @param giveUp ends the connection; called once at most
     */
    public FrameClock(TcpConnection connection, Consumer<CloseReason> giveUp) {
        this.clock = connection.readingClock();
        this.pace = connection.settings().framePace();
        this.giveUp = giveUp;
        this.timeout = pace.timeout().toNanos();
        this.grace = Math.min(timeout, pace.grace().toNanos());
    }

    /**
     * Takes note of one read.
     *
     * @param count the bytes that it brought
     * @param position the place in the stream of the frame in hand, or of the next one
     */
    public void fed(int count, long position) {
        reached(received + count, position);
    }

    /** Does the same for whoever counts all bytes by itself. */
    void reached(long total, long position) {
        received = total;
        if (received == position) {
            inside = false;
        } else if (!inside || frame != position) {
            inside = true;
            frame = position;
            began = clock.nanos();
            watch(began + grace);
        }
    }

    private void watch(long at) {
        if (!watching && !stopped) {
            watching = true;
            clock.schedule(this, at);
        }
    }

    /** Ends the watch: nothing more will be read. */
    public void stop() {
        stopped = true;
        if (watching) {
            clock.cancel(this);
        }
    }

    @Override
    protected void onDeadline() {
        watching = false;
        if (stopped || !inside) {
            return;
        }
        long age = clock.nanos() - began;
        long millis = TimeUnit.NANOSECONDS.toMillis(age);
        long got = received - frame;
        if (age >= timeout) {
            giveUp("a frame is not whole after " + millis + " ms, limit "
                    + pace.timeout().toMillis() + " ms; " + got + " bytes of it have come");
        } else if (age >= grace && got * 1_000 < pace.bytesPerSecond() * millis) {
            giveUp("a frame comes at " + got * 1_000 / millis + " bytes/s over " + millis + " ms, limit "
                    + pace.bytesPerSecond() + " bytes/s");
        } else {
            watch(began + (age < grace ? grace : Math.min(timeout, age + LOOK)));
        }
    }

    private void giveUp(String text) {
        stopped = true;
        giveUp.accept(CloseReason.of(CloseReason.Kind.FRAME_TIMEOUT, text));
    }
}
