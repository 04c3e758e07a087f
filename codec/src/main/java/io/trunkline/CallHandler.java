package io.trunkline;

/**
 * Answers a request and may ask who sent it and how much time is left; may block.
 *
 * <p>Called on a worker, concurrently unless the listener is ordered.
 *
 * @param <Q> what is asked
 * @param <R> what is answered
 */
@FunctionalInterface
public interface CallHandler<Q, R> {
    /**
     * Answers a request.
     *
     * @param request the request's payload, bound
     * @param call what else is known about the request
     * @return the answer, never null unless {@link Call#isCancelled()}: null is reported as an INTERNAL_ERROR that names the
     *     route
     * @throws Exception {@link ReplyException} to answer with an error of your choice; anything else is logged here and
     *     answered with INTERNAL_ERROR
     */
    R handle(Q request, Call call) throws Exception;
}
