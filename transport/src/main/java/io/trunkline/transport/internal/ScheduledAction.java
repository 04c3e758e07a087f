package io.trunkline.transport.internal;

/** Runs an action when its instant has come. Loop-confined, as {@link Deadline} is. */
final class ScheduledAction extends Deadline {
    private final Runnable action;

    ScheduledAction(Runnable action) {
        this.action = action;
    }

    @Override
    protected void onDeadline() {
        action.run();
    }
}
