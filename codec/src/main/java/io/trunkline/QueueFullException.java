package io.trunkline;

/**
 * A bounded queue was full, so the message was refused before any of it left this machine.
 *
 * <p>Wait until the connection is writable, or send less. The constructor is public so that fakes can throw it in tests.
 */
public final class QueueFullException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    private final long limit;
    private final long actual;

    /**
     * Describes a queue that is full.
     *
     * @param message which queue, of which connection, and a hint
     * @param limit how much the queue may hold, in the unit that the message names
     * @param actual how much it would have held
     */
    public QueueFullException(String message, long limit, long actual) {
        super(message + " (limit " + limit + ", actual " + actual + ")", null, Delivery.NOT_SENT);
        this.limit = limit;
        this.actual = actual;
    }

    /**
     * Tells how much the queue may hold.
     *
     * @return in the unit that the message names
     */
    public long limit() {
        return limit;
    }

    /**
     * Tells how much the queue would have held.
     *
     * @return in the unit that the message names
     */
    public long actual() {
        return actual;
    }
}
