package io.trunkline.benchmarks.macro;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a window of frames in flight on one connection, and checks that each comes back once, whole, and in its turn where the
 * peer answers in turn.
 *
 * <pre>{@code
 * onOpen: send the window ─▶ each answer: check, note the time, send one more ─▶ window over: send no more ─▶ all back: done
 * }</pre>
 *
 * <p>Confined to the peer's event loop.
 */
final class Pump implements Receiver {
    private final Scenario scenario;
    private final Meter meter;
    private final Outcome outcome;
    private final long[] sentAt;
    /** The number that is in flight in each place of the window: places are used again by the numbers behind them. */
    private final long[] inFlight;

    private final long most;
    private final boolean inTurn;
    private @Nullable Link link;
    private long sent;
    private long answered;

    /** Sends at most {@code most} frames. */
    Pump(Scenario scenario, Meter meter, Outcome outcome, long most, boolean inTurn) {
        this.scenario = scenario;
        this.meter = meter;
        this.outcome = outcome;
        this.most = most;
        this.inTurn = inTurn;
        this.sentAt = new long[scenario.window()];
        this.inFlight = new long[scenario.window()];
        Arrays.fill(inFlight, -1);
    }

    @Override
    public void onOpen(Link opened) {
        link = opened;
        long now = System.nanoTime();
        for (int i = 0; i < scenario.window() && sent < most; i++) {
            send(opened, i, now);
        }
    }

    private void send(Link to, long number, long now) {
        int place = (int) (number % sentAt.length);
        sentAt[place] = now;
        inFlight[place] = number;
        sent++;
        to.send(number);
    }

    @Override
    public void onFrame(long number, int size, byte last) {
        int place = (int) Math.abs(number % sentAt.length);
        long wanted = inTurn ? answered : inFlight[place];
        if (number != wanted || size != scenario.body() || last != Frames.FILLER) {
            onFailure(new IllegalStateException("wanted frame " + wanted + " of " + scenario.body() + " bytes, got "
                    + number + " of " + size + " ending in " + last));
            return;
        }
        long now = System.nanoTime();
        boolean more = meter.answered(sentAt[place], now);
        answered++;
        inFlight[place] = -1;
        long next = number + sentAt.length;
        if (more && next < most && link != null) {
            send(link, next, now);
        } else if (answered == sent) {
            outcome.done();
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        outcome.failed(failure);
    }
}
