package io.trunkline;

/**
 * Decides what a full queue does with one more element.
 *
 * <p>Closed: no constant will be added. Not every queue offers every choice; a setter refuses those that its queue does not.
 */
public enum Overflow {
    /** Makes whoever adds wait: a sending caller blocks, an inbound queue pauses the reading of its connection. */
    BLOCK,
    /** Refuses the new element with a {@link QueueFullException}. */
    FAIL,
    /** Drops the oldest element, counts it and tells the observer. */
    DROP_OLDEST,
    /** Drops the new element, counts it and tells the observer. */
    DROP_NEWEST,
    /** Closes the connection, or ends the subscription, that owns the queue. */
    CLOSE
}
