package io.trunkline.benchmarks.macro;

/** Sends a frame and waits for its answer, over and over, on the calling thread. */
final class BlockingLoad implements Load {
    @Override
    public Sample run(Dialer dialer, Scenario scenario, Phases phases) throws Exception {
        Meter meter = new Meter();
        try (Caller caller = dialer.caller()) {
            long number =
                    pump(caller, meter, 0, System.nanoTime() + phases.warmUp().toNanos());
            phases.marks().begin();
            long begin = System.nanoTime();
            long end = begin + phases.measured().toNanos();
            meter.window(begin, end + phases.measured().toNanos()); // The call that is under way at its end counts.
            pump(caller, meter, number, end);
            long took = System.nanoTime() - begin;
            phases.marks().end();
            return Sample.empty()
                    .with(Sample.Figure.RATE, meter.count() * 1e9 / took)
                    .with(Sample.Figure.P50, meter.percentileMicros(50))
                    .with(Sample.Figure.P99, meter.percentileMicros(99));
        }
    }

    private static long pump(Caller caller, Meter meter, long from, long until) throws Exception {
        long number = from;
        long now = System.nanoTime();
        while (now < until) {
            long answer = caller.call(number);
            if (answer != number) {
                throw new IllegalStateException("wanted the answer to " + number + ", got that to " + answer);
            }
            long then = System.nanoTime();
            meter.answered(now, then);
            now = then;
            number++;
        }
        return number;
    }
}
