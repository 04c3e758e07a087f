package io.trunkline.client;

/**
 * How a client offers to answer requests of one topic.
 *
 * <p>Immutable. Every setter returns a copy; start at {@link #defaults()}.
 */
public final class ServeOptions {
    private static final ServeOptions DEFAULTS = new ServeOptions(0);

    private final double priority;

    private ServeOptions(double priority) {
        this.priority = priority;
    }

    /**
     * Serves with priority 0.
     *
     * @return the options of a client that serves without any
     */
    public static ServeOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the priority: the broker gives a request to the subscriber with the highest, and chooses among equals by chance.
     *
     * @param priority any finite number; a standby has less than 0
     * @return a copy with it
     * @throws IllegalArgumentException if it is not finite
     */
    public ServeOptions priority(double priority) {
        if (!Double.isFinite(priority)) {
            throw new IllegalArgumentException("priority is " + priority + ", allowed is any finite number");
        }
        return new ServeOptions(priority);
    }

    /**
     * Gives the priority.
     *
     * @return 0 unless set
     */
    public double priority() {
        return priority;
    }

    @Override
    public String toString() {
        return "ServeOptions[priority=" + priority + "]";
    }
}
