package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.observe.HandlerTimes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts what passes through the broker, and what it dropped in silence because the wire asks for silence. Thread-safe. */
final class Counters {
    final LongAdder publishes = new LongAdder();
    final LongAdder responses = new LongAdder();

    /** Messages to the broker itself. */
    final LongAdder systemMessages = new LongAdder();

    /** Payload bytes of all messages that came, but requests. */
    private final LongAdder bytes = new LongAdder();

    /** Requests, by the loop where they came; as many as there are loops. */
    private final Map<Object, LoopTally> tallies = new ConcurrentHashMap<>();

    /** The largest payload that came. */
    final LongAccumulator largest = new LongAccumulator(Math::max, 0);

    /** Messages whose header or frame could not be read. */
    final LongAdder malformed = new LongAdder();

    final LongAdder refusedPublishes = new LongAdder();
    final LongAdder refusedRequests = new LongAdder();

    /** Requests refused because too much was running. */
    final LongAdder busyRequests = new LongAdder();

    final LongAdder timeouts = new LongAdder();

    /** Responses that answer nothing, errors or not. */
    final LongAdder strayResponses = new LongAdder();

    /** One-way requests that nobody takes, or that came when the server was busy or closing. */
    final LongAdder droppedOneWay = new LongAdder();

    /** Answers of handlers that came after their request had ended, or a second time. */
    final LongAdder lateReplies = new LongAdder();

    /** Deliveries that a subscriber cannot take, because of its own limits, or that its overflow policy dropped. */
    final LongAdder undeliverable = new LongAdder();

    /** Errors sent as responses that answer nothing of ours: never answered, or two brokers would do so for ever. */
    final LongAdder strayErrors = new LongAdder();

    final LongAdder connected = new LongAdder();
    final LongAdder disconnected = new LongAdder();

    /** Connections that were closed for what they sent. */
    final LongAdder failed = new LongAdder();

    final LongAdder registered = new LongAdder();
    final LongAdder unregistered = new LongAdder();

    /** Requests for the list of services. */
    final LongAdder discoveries = new LongAdder();

    /** Log events that were dropped since their subscribers, or the workers, could not keep up. */
    final LongAdder droppedLogEvents = new LongAdder();

    /** Finds or makes what a loop counts by itself. */
    LoopTally on(Object loop, HandlerTimes times) {
        return tallies.computeIfAbsent(loop, key -> new LoopTally(times.on(key)));
    }

    /** A request has come, on the loop of this tally. */
    void request(LoopTally here, int size) {
        here.request(size);
        largest.accumulate(size);
    }

    long requests() {
        return tallies.values().stream().mapToLong(LoopTally::requests).sum();
    }

    long bytes() {
        return bytes.sum()
                + tallies.values().stream().mapToLong(LoopTally::bytes).sum();
    }

    void message(LongAdder kind, int size) {
        kind.increment();
        bytes.add(size);
        largest.accumulate(size);
    }

    long messages() {
        return publishes.sum() + requests() + responses.sum() + systemMessages.sum() + malformed.sum();
    }

    long errors() {
        return malformed.sum() + refusedPublishes.sum() + refusedRequests.sum() + strayResponses.sum();
    }
}
