package io.trunkline.benchmarks.macro;

/** Keeps frames in flight, or takes events, from the event loop of the peer's client. */
final class AsyncLoad implements Load {
    /** For the last answers, once nothing new is sent. */
    private static final long DRAIN_SECONDS = 20;

    @Override
    public Sample run(Dialer dialer, Scenario scenario, Phases phases) throws Exception {
        Meter meter = new Meter();
        int connections = phases.connections(scenario);
        Outcome outcome = new Outcome(connections);
        for (int i = 0; i < connections; i++) {
            dialer.open(receiver(scenario, meter, outcome, dialer.answersInTurn()));
        }
        long begin = System.nanoTime() + phases.warmUp().toNanos();
        long end = begin + phases.measured().toNanos();
        meter.window(begin, end);
        outcome.sleepUntil(begin);
        phases.marks().begin();
        outcome.sleepUntilOver(end);
        phases.marks().end();
        outcome.await(DRAIN_SECONDS);
        return sample(meter, scenario, phases);
    }

    private static Receiver receiver(Scenario scenario, Meter meter, Outcome outcome, boolean inTurn) {
        return scenario.kind() == Scenario.Kind.STREAM
                ? new EventCounter(scenario, meter, outcome)
                : new Pump(scenario, meter, outcome, Long.MAX_VALUE, inTurn);
    }

    private static Sample sample(Meter meter, Scenario scenario, Phases phases) {
        Sample sample = Sample.empty()
                .with(
                        Sample.Figure.RATE,
                        meter.count() * 1e9 / phases.measured().toNanos());
        if (scenario.kind() == Scenario.Kind.STREAM) {
            return sample;
        }
        return sample.with(Sample.Figure.P50, meter.percentileMicros(50))
                .with(Sample.Figure.P99, meter.percentileMicros(99));
    }
}
