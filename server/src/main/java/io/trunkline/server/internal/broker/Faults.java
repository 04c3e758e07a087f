package io.trunkline.server.internal.broker;

/**
 * Forgives a peer so many errors; the one after them closes its connection.
 *
 * <p>Loop-confined: faults are found while reading.
 */
final class Faults {
    private final int forgiven;
    private final Runnable whenSpent;
    private int made;

    Faults(int forgiven, Runnable whenSpent) {
        this.forgiven = forgiven;
        this.whenSpent = whenSpent;
    }

    void count() {
        made++;
        if (made == forgiven + 1) {
            whenSpent.run();
        }
    }

    /** An error that is not forgiven. */
    void spend() {
        if (made <= forgiven) {
            made = forgiven;
            count();
        }
    }
}
