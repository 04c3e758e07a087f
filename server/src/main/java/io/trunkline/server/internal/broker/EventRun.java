package io.trunkline.server.internal.broker;

import io.trunkline.transport.internal.Outgoing;
import io.trunkline.transport.internal.SharedBytes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Events in a row for the same recipients, which so cost one write to each of them.
 *
 * <pre>{@code
 * add .. add ─▶ begin(loops) ─▶ deliver on each loop ─▶ the last one confirms the publishes that asked for it
 * }</pre>
 *
 * <p>Filled by one loop; from {@link #begin} on immutable and thread-safe.
 */
final class EventRun {
    /** So much goes out at once: about what one write takes. */
    static final int MOST_BYTES = 64 * 1024;

    /** Who is to be told that its publish is queued to all. */
    private record Publish(Peer from, RequestHead head) {}

    private final Recipients recipients;
    private final List<Event> events = new ArrayList<>(1);
    private final List<Publish> unconfirmed = new ArrayList<>(0);
    private final Map<FrameKind, EncodedFrames> joined = new EnumMap<>(FrameKind.class);
    private final AtomicInteger loopsLeft = new AtomicInteger();
    private int bytes;
    private int longest;

    EventRun(Recipients recipients) {
        this.recipients = recipients;
    }

    Recipients recipients() {
        return recipients;
    }

    int bytes() {
        return bytes;
    }

    /** Whether an event for these recipients goes behind the others; a large one goes alone, since queues refer to it. */
    @SuppressWarnings("ReferenceEquality") // Another object with the same peers only ends the run sooner.
    boolean takes(Recipients wanted, int length) {
        return recipients == wanted
                && Math.max(longest, length) < Outgoing.LARGE
                && bytes + length + FrameKind.PLAIN.headerSize() <= MOST_BYTES;
    }

    void add(Event event, Peer from, RequestHead head) {
        event.retain();
        events.add(event);
        bytes += event.size(FrameKind.PLAIN);
        longest = Math.max(longest, event.length());
        if (head.hasId()) {
            unconfirmed.add(new Publish(from, head));
        }
    }

    /** From now on it is delivered, by so many loops. */
    void begin(int loops) {
        loopsLeft.set(loops);
    }

    /** Whether queues copy these events, so that they may wait and be joined with others. */
    boolean isSmall() {
        return longest < Outgoing.LARGE;
    }

    /** Whether a peer takes each of these events in one frame. */
    boolean isTakenWhole(PeerFeatures features) {
        return longest <= Math.min(features.maxFrame(), features.maxMessage());
    }

    /**
     * Gives the events to peers of one loop, on that loop.
     *
     * @param atOnce whether each write is made now, or joined with what else the turn brings
     */
    void deliver(List<Peer> peers, boolean atOnce) {
        for (int i = 0; i < peers.size(); i++) {
            Peer peer = peers.get(i);
            PeerFeatures features = peer.features();
            if (isTakenWhole(features) && !peer.dropsEvents()) {
                EncodedFrames frames = joined(FrameKind.of(features));
                if (atOnce) {
                    peer.offer(frames);
                } else {
                    peer.deliver(frames);
                }
            } else {
                deliverEach(peer, features);
            }
        }
    }

    /** Gives them one by one, in the shape that the peer takes. */
    void deliverEach(Peer peer, PeerFeatures features) {
        events.forEach(event -> peer.deliver(event.framesFor(features)));
    }

    /** The events in one piece. */
    EncodedFrames joined(FrameKind kind) {
        if (events.size() == 1) {
            return events.get(0).whole(kind);
        }
        synchronized (joined) {
            return joined.computeIfAbsent(kind, this::join);
        }
    }

    /** The account of so many bytes that queues may refer to; null for a few. */
    @Nullable
    SharedBytes accountOf(int bytes) {
        return events.get(0).accountOf(bytes);
    }

    private EncodedFrames join(FrameKind kind) {
        byte[] array =
                new byte[events.stream().mapToInt(event -> event.size(kind)).sum()];
        int at = 0;
        for (Event event : events) {
            at = event.writeTo(array, at, kind);
        }
        return new EncodedFrames(array, events.size(), accountOf(array.length));
    }

    /** One loop is done, or has ended; the last one confirms. */
    void loopDone(@Nullable FanOutFlow flow) {
        if (loopsLeft.decrementAndGet() > 0) {
            return;
        }
        events.forEach(Event::release);
        unconfirmed.forEach(publish -> publish.from.acknowledge(publish.head));
        if (flow != null) {
            flow.handedOver(-bytes);
        }
    }
}
