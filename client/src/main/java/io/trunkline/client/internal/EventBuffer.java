package io.trunkline.client.internal;

import io.trunkline.Overflow;
import io.trunkline.transport.internal.MemoryAccount;
import io.trunkline.transport.internal.MemoryBudget;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Holds the events that a subscription's receiver has not seen yet, and says who gives way when it is full.
 *
 * <p>Bounded by a number of events and by their bytes. An event that is larger than the byte bound on its own is accepted
 * by an empty buffer, since no receiver could ever be quick enough for it otherwise.
 *
 * <p>Thread-safe. Guarded by its own monitor, under which nothing is called.
 */
final class EventBuffer {
    /** What the buffer may hold beside its number of events: a thousand events of 8 KiB, or eight of the largest. */
    static final long MAX_BYTES = 8L << 20;

    /** What came of {@link #offer}. */
    enum Offer {
        /** Taken, and a drain is on its way. */
        QUEUED,
        /** Taken in the place of older ones, which are counted; a drain is on its way. */
        EVICTED,
        /** Taken, and the caller must start a drain. */
        FIRST,
        /** Not taken, counted. */
        DROPPED,
        /** Not taken: the subscription must end. */
        FAILED,
        /** Not taken: the connection must end. */
        CLOSE_CONNECTION,
        /** Not taken: the subscription has ended. */
        ENDED
    }

    private final int maxEvents;
    private final long maxBytes;
    private final Overflow policy;
    private final MemoryAccount memory;
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private long bytes;
    private long dropped;
    private boolean draining;
    private boolean ended;

    EventBuffer(int maxEvents, long maxBytes, Overflow policy, MemoryBudget budget) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.policy = policy;
        this.memory = new MemoryAccount(budget);
    }

    /** Takes an event or applies the policy. */
    synchronized Offer offer(Event event) {
        if (ended) {
            return Offer.ENDED;
        }
        boolean fits = fits(event);
        if (!fits && policy != Overflow.DROP_OLDEST) {
            dropped++;
            return refusal();
        }
        evictFor(event);
        events.addLast(event);
        bytes += event.bytes();
        memory.hold(bytes);
        if (!draining) {
            draining = true; // Then it was empty, and nothing had to give way.
            return Offer.FIRST;
        }
        return fits ? Offer.QUEUED : Offer.EVICTED;
    }

    /** Hands out the oldest event; null ends the drain, and the next offer asks for another one. */
    synchronized @Nullable Event poll() {
        Event event = events.pollFirst();
        if (event == null) {
            draining = false;
            return null;
        }
        bytes -= event.bytes();
        memory.hold(bytes);
        return event;
    }

    /** Forgets what is held and refuses what comes. */
    synchronized void end() {
        ended = true;
        events.clear();
        bytes = 0;
        memory.hold(0);
    }

    /** Refuses what comes but keeps what is held; true if a drain is still at work. */
    synchronized boolean finish() {
        ended = true;
        return draining;
    }

    /** Tells whether it refuses what comes. */
    synchronized boolean hasEnded() {
        return ended;
    }

    /** Counts what gave way. */
    synchronized long dropped() {
        return dropped;
    }

    private boolean fits(Event event) {
        return events.size() < maxEvents && (events.isEmpty() || bytes + event.bytes() <= maxBytes);
    }

    private void evictFor(Event event) {
        while (!fits(event)) {
            bytes -= events.removeFirst().bytes();
            dropped++;
        }
    }

    private Offer refusal() {
        return switch (policy) {
            case FAIL -> Offer.FAILED;
            case CLOSE -> Offer.CLOSE_CONNECTION;
            default -> Offer.DROPPED;
        };
    }
}
