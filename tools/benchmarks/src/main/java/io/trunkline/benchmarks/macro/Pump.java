package io.trunkline.benchmarks.macro;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a window of frames in flight on one connection, and checks that each comes back, whole and in its turn.
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
    private final long most;
    private @Nullable Link link;
    private long sent;
    private long answered;

    /** Sends at most {@code most} frames. */
    Pump(Scenario scenario, Meter meter, Outcome outcome, long most) {
        this.scenario = scenario;
        this.meter = meter;
        this.outcome = outcome;
        this.most = most;
        this.sentAt = new long[scenario.window()];
    }

    @Override
    public void onOpen(Link opened) {
        link = opened;
        long now = System.nanoTime();
        for (int i = 0; i < scenario.window() && sent < most; i++) {
            send(opened, now);
        }
    }

    private void send(Link to, long now) {
        sentAt[(int) (sent % sentAt.length)] = now;
        to.send(sent++);
    }

    @Override
    public void onFrame(long number, int size, byte last) {
        if (number != answered || size != scenario.body() || last != Frames.FILLER) {
            onFailure(new IllegalStateException("wanted frame " + answered + " of " + scenario.body() + " bytes, got "
                    + number + " of " + size + " ending in " + last));
            return;
        }
        long now = System.nanoTime();
        boolean more = meter.answered(sentAt[(int) (answered % sentAt.length)], now);
        answered++;
        if (more && sent < most && link != null) {
            send(link, now);
        } else if (answered == sent) {
            outcome.done();
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        outcome.failed(failure);
    }
}
