package io.trunkline.server.internal.broker;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the broker dropped in silence, because the wire asks for silence. Thread-safe. */
final class Counters {
    /** One-way requests that nobody takes, or that came when the server was busy or closing. */
    final LongAdder droppedOneWay = new LongAdder();

    /** Deliveries that a subscriber cannot take, because of its own limits. */
    final LongAdder undeliverable = new LongAdder();

    /** Errors sent as responses that answer nothing of ours: never answered, or two brokers would do so for ever. */
    final LongAdder strayErrors = new LongAdder();
}
