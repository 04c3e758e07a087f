package io.trunkline.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told. Thread-safe. */
final class RecordingObserver implements ClientObserver {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @Override
    public void onState(ClientState from, ClientState to) {
        events.add(from + " to " + to);
    }

    @Override
    public void onRetry(int attempt, Duration delay, Throwable why) {
        events.add("retry " + attempt);
        failures.add(why);
    }

    @Override
    public void onGaveUp(int attempts, Throwable why) {
        events.add("gave up " + attempts + " " + why.getClass().getSimpleName());
    }

    @Override
    public void onRestoreFailed(String what, Throwable why) {
        events.add("not restored " + what + " " + why.getClass().getSimpleName());
    }

    @Override
    public void onDropped(String pattern, long dropped) {
        events.add("dropped " + pattern);
    }

    @Override
    public void onOutboundDropped(long frames) {
        events.add("dropped frames");
    }
}
