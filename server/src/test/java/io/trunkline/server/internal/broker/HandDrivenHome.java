package io.trunkline.server.internal.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A loop whose turns a test makes. */
final class HandDrivenHome implements FanOutHome {
    private record Step(Runnable next, Runnable ended) {}

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private List<Step> steps = new ArrayList<>();
    private boolean ended;

    @Override
    public boolean isHere() {
        return true;
    }

    @Override
    public boolean tryRun(Runnable task) {
        return !ended && tasks.add(task);
    }

    @Override
    public void afterReading(Runnable next, Runnable ended) {
        steps.add(new Step(next, ended));
    }

    /** Tasks, what the sockets have brought, and what waited for that. */
    void turn(Runnable reading) {
        for (int i = tasks.size(); i > 0; i--) {
            tasks.remove().run();
        }
        reading.run();
        List<Step> due = steps;
        steps = new ArrayList<>();
        due.forEach(step -> step.next.run());
    }

    boolean isIdle() {
        return steps.isEmpty();
    }

    void end() {
        ended = true;
        tasks.clear();
        steps.forEach(step -> step.ended.run());
        steps.clear();
    }
}
