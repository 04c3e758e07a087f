package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.internal.EventLoop;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fan-out of one loop: gathers what its publishers send in one read, and writes what goes to its subscribers.
 *
 * <pre>{@code
 * publish ─▶ run of events for the same recipients ─┬─ flush ─▶ own subscribers, here
 *                                                   └──────────▶ one task for each other loop
 * flush:  end of the read · another kind of message · other recipients · 64 KiB
 * }</pre>
 *
 * <p>So order is kept between all that one connection sends, and a burst costs each subscriber one write. Loop-confined,
 * except {@code take}.
 */
final class LoopFanOut {
    /** Topics whose recipients are remembered: a power of two. */
    private static final int REMEMBERED = 64;

    /** Weakly, so that clients which have gone are not kept by topics that nobody publishes to any more. */
    private record Found(TopicName topic, int version, WeakReference<Recipients> recipients) {}

    private final Predicate<Runnable> loop;
    private final BooleanSupplier inLoop;
    private final @Nullable Found[] remembered = new @Nullable Found[REMEMBERED];
    private final Runnable newTurn = this::beginTurn;
    private boolean hasWritten;
    private @Nullable EventRun pending;
    private @Nullable Peer publisher;

    /**
     * Joins it to a loop.
     *
     * @param loop runs a task there, and answers false if it has ended
     * @param inLoop whether the caller is there
     */
    LoopFanOut(Predicate<Runnable> loop, BooleanSupplier inLoop) {
        this.loop = loop;
        this.inLoop = inLoop;
    }

    static LoopFanOut of(EventLoop loop) {
        return new LoopFanOut(loop::tryExecute, loop::inLoop);
    }

    boolean isHere() {
        return inLoop.getAsBoolean();
    }

    /** Finds who gets a topic's events, or remembers it: nothing has changed while the version has not. */
    Recipients recipients(TopicName topic, int version, Supplier<Recipients> match) {
        int place = topic.hashCode() & REMEMBERED - 1;
        Found found = remembered[place];
        if (found != null && found.version == version && found.topic.equals(topic)) {
            Recipients known = found.recipients.get();
            if (known != null) {
                return known;
            }
        }
        Recipients recipients = match.get();
        remembered[place] = new Found(topic, version, new WeakReference<>(recipients));
        return recipients;
    }

    /** Adds an event of a publisher here. */
    void publish(Event event, Recipients recipients, Peer from, RequestHead head) {
        EventRun run = pending;
        if (run != null && (publisher != from || !run.takes(recipients, event.length()))) {
            flush();
            run = null;
        }
        if (run == null) {
            run = new EventRun(recipients);
            pending = run;
            publisher = from;
        }
        run.add(event, from, head);
        if (event.length() >= EventRun.MOST_BYTES) {
            flush();
        }
    }

    /** Sends what was gathered. */
    void flush() {
        EventRun run = pending;
        Peer from = publisher;
        if (run == null || from == null) {
            return;
        }
        pending = null;
        publisher = null;
        List<Recipients.Group> groups = run.recipients().groups();
        boolean elsewhere = groups.size() > 1 || groups.get(0).loop() != this;
        FanOutFlow flow = elsewhere ? from.flow() : null;
        if (flow != null) {
            flow.handedOver(run.bytes());
        }
        run.begin(groups.size());
        for (int i = 0; i < groups.size(); i++) {
            Recipients.Group group = groups.get(i);
            group.loop().take(run, group.peers(), flow);
        }
    }

    private void take(EventRun run, List<Peer> peers, @Nullable FanOutFlow flow) {
        if (isHere()) {
            deliver(run, peers, flow);
        } else if (!loop.test(() -> deliver(run, peers, flow))) {
            run.loopDone(flow); // An ended loop has closed its connections.
        }
    }

    /** The first run is written at once; those behind it share the writes at the end of the turn: two for each at most. */
    private boolean isFirstOfTurn() {
        if (!hasWritten) {
            hasWritten = loop.test(newTurn);
            return true;
        }
        return false;
    }

    private void beginTurn() {
        hasWritten = false;
    }

    private void deliver(EventRun run, List<Peer> peers, @Nullable FanOutFlow flow) {
        try {
            run.deliver(peers, isFirstOfTurn());
        } finally {
            run.loopDone(flow);
        }
    }
}
