package io.trunkline.server.internal.broker;

/**
 * Forgives a peer so many errors; the one after them closes its connection.
 *
 * <p>Loop-confined, except that anybody may ask how many there were: faults are found while reading.
 */
final class Faults {
    private final int forgiven;
    private final Runnable whenForgiven;
    private final Runnable whenSpent;
    private volatile int made;

    Faults(int forgiven, Runnable whenForgiven, Runnable whenSpent) {
        this.forgiven = forgiven;
        this.whenForgiven = whenForgiven;
        this.whenSpent = whenSpent;
    }

    void count() {
        int now = made + 1;
        made = now; // The loop alone writes it.
        if (now == forgiven + 1) {
            whenSpent.run();
        } else if (made <= forgiven) {
            whenForgiven.run();
        }
    }

    int made() {
        return made;
    }

    /** An error that is not forgiven. */
    void spend() {
        if (made <= forgiven) {
            made = forgiven;
            count();
        }
    }
}
