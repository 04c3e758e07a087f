package io.trunkline;

/**
 * Takes what was published; may block.
 *
 * <p>Called on a worker, one at a time per subscription and in the publisher's order; subscriptions are independent.
 *
 * @param <T> what is published
 */
@FunctionalInterface
public interface Receiver<T> {
    /**
     * Takes one event.
     *
     * @param event the event's payload, bound, or the whole {@link Message}
     * @throws Exception logged and counted; the subscription goes on
     */
    void receive(T event) throws Exception;
}
