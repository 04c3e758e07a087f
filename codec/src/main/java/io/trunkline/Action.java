package io.trunkline;

/**
 * Says what a broker message is: an announcement, a question, or the answer to one.
 *
 * <p>Closed: no constant will be added. Implements SPEC.md section 5.1.
 */
public enum Action {
    /** Goes to every subscriber of its topic. */
    PUBLISH,
    /** Goes to one handler, which answers it if it carries a request id. */
    REQUEST,
    /** Answers the request, or the publish, whose id it carries. */
    RESPONSE
}
