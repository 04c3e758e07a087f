package io.trunkline.benchmarks.macro;

/** Opens connections, uses each once, and weighs what they cost while they are idle. */
final class IdleLoad implements Load {
    private static final long ANSWER_SECONDS = 60;

    @Override
    public Sample run(Dialer dialer, Scenario scenario, Phases phases) throws Exception {
        useOnce(dialer, scenario, 1); // What the first connection loads and starts is not its cost.
        phases.marks().begin();
        long before = Memory.heapAfterCollection();
        int connections = phases.connections(scenario);
        useOnce(dialer, scenario, connections);
        long after = Memory.heapAfterCollection();
        phases.marks().end();
        return Sample.empty().with(Sample.Figure.CLIENT_HEAP, (double) (after - before) / connections);
    }

    private static void useOnce(Dialer dialer, Scenario scenario, int connections) throws Exception {
        Meter meter = new Meter();
        Outcome outcome = new Outcome(connections);
        for (int i = 0; i < connections; i++) {
            dialer.open(new Pump(scenario, meter, outcome, 1, true));
        }
        outcome.await(ANSWER_SECONDS);
    }
}
