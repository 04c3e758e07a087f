package io.trunkline.client.internal;

import java.util.concurrent.CompletionStage;

/** The way of events to one receiver. Thread-safe, but for {@link #take}. */
interface EventPath {
    /** Takes the event that was just read; on the loop, and never blocks. */
    void take(ReadEvent event);

    /** Takes no more events, and drops those that wait. */
    void end();

    /** Takes no more events; the stage completes when those that wait have been received. */
    CompletionStage<Void> finish();

    /** Counts the events that gave way to others. */
    long dropped();
}
