package io.trunkline.server.internal.broker;

/**
 * What a broker holds and has done, at one moment. Immutable.
 *
 * @param clients connected
 * @param running requests that hold a slot
 * @param begun requests that were ever admitted
 * @param forwarded requests that wait for the answer of a subscriber
 * @param subscriptions held
 * @param lateAnswers that came when their request had ended
 * @param oneWayDropped one-way requests that nobody takes, or that came at a bad time
 * @param undeliverable events that a subscriber cannot take, because of its own limits
 * @param strayErrors errors sent as responses that answer nothing
 */
public record BrokerFigures(
        int clients,
        int running,
        long begun,
        int forwarded,
        int subscriptions,
        long lateAnswers,
        long oneWayDropped,
        long undeliverable,
        long strayErrors) {}
