package io.trunkline.benchmarks.macro;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a stream of events once, and counts them as they come, checking that none is missing.
 *
 * <p>Confined to the peer's event loop.
 */
final class EventCounter implements Receiver {
    /** Events between two looks at the clock. */
    private static final int BATCH = 64;

    private final Scenario scenario;
    private final Meter meter;
    private final Outcome outcome;
    private @Nullable Link link;
    private long next;
    private boolean over;

    EventCounter(Scenario scenario, Meter meter, Outcome outcome) {
        this.scenario = scenario;
        this.meter = meter;
        this.outcome = outcome;
    }

    @Override
    public void onOpen(Link opened) {
        link = opened;
        opened.send(0);
    }

    @Override
    public void onFrame(long number, int size, byte last) {
        if (over) {
            return;
        }
        if (number != next || size != scenario.body() || last != Frames.FILLER) {
            onFailure(new IllegalStateException("wanted event " + next + ", got " + number + " of " + size + " bytes"));
            return;
        }
        next++;
        if (next % BATCH == 0 && !meter.arrived(BATCH, System.nanoTime())) {
            over = true;
            outcome.done();
            if (link != null) {
                link.close();
            }
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        outcome.failed(failure);
    }
}
