package io.trunkline.client.internal.supervise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Dials when a test says how it went, and writes down what it is told. Caller-confined. */
final class RecordingParty implements Party<String> {
    final List<Attempt<String>> attempts = new ArrayList<>();
    final List<Duration> rests = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    int hungUp;
    boolean failsToDial;
    boolean failsHavingDialled;

    @Override
    public Runnable dial(Attempt<String> attempt) {
        if (failsToDial) {
            throw new OutOfMemoryError("thrown on purpose");
        }
        attempts.add(attempt);
        told.add("dial " + attempt.endpoint().host());
        if (failsHavingDialled) {
            throw new OutOfMemoryError("thrown on purpose");
        }
        return () -> hungUp++;
    }

    @Override
    public void up(String connection) {
        told.add("up " + connection);
    }

    @Override
    public void down(String connection, RuntimeException why) {
        told.add("down " + connection);
    }

    @Override
    public void resting(int attempt, Duration delay, RuntimeException why) {
        rests.add(delay);
        told.add("rest " + attempt);
    }

    @Override
    public void gaveUp(int tried, RuntimeException why) {
        told.add("gave up " + tried + ": " + why.getMessage());
    }

    Attempt<String> last() {
        return attempts.get(attempts.size() - 1);
    }
}
