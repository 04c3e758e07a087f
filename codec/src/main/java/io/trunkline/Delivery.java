package io.trunkline;

/**
 * Answers whether a failed call may have reached the peer, and so whether it may be repeated.
 *
 * <p>Closed: no constant will be added.
 */
public enum Delivery {
    /** No byte of it left this machine: repeating it cannot run it twice. */
    NOT_SENT,
    /** Some or all of it was written and no answer came: the peer may have run it. */
    MAYBE_SENT,
    /** The peer answered: what it said is the error. */
    ANSWERED
}
