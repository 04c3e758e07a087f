package io.trunkline;

/**
 * Answers a request; may block.
 *
 * <p>Called on a worker, concurrently unless the listener is ordered.
 *
 * @param <Q> what is asked
 * @param <R> what is answered
 */
@FunctionalInterface
public interface Handler<Q, R> {
    /**
     * Answers a request.
     *
     * @param request the request's payload, bound
     * @return the answer, never null: null is reported as an INTERNAL_ERROR that names the route
     * @throws Exception {@link ReplyException} to answer with an error of your choice; anything else is logged here and
     *     answered with INTERNAL_ERROR
     */
    R handle(Q request) throws Exception;
}
