package io.trunkline;

import java.util.concurrent.CompletionStage;

/**
 * Answers a request later, without blocking.
 *
 * <p>Called on the event loop, one at a time per loop. It must not block: a watchdog names whatever holds a loop for 200 ms.
 *
 * @param <Q> what is asked
 * @param <R> what is answered
 */
@FunctionalInterface
public interface AsyncHandler<Q, R> {
    /**
     * Begins to answer a request.
     *
     * @param request the request's payload, bound
     * @param call what else is known about the request
     * @return completes with the answer, or fails: with {@link ReplyException} for an error of your choice, with anything
     *     else for INTERNAL_ERROR
     */
    CompletionStage<R> handle(Q request, Call call);
}
