package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.transport.internal.EventLoop;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fan-out of one loop: gathers what its publishers send in one read, and writes what goes to its subscribers.
 *
 * <pre>{@code
 * publish ─▶ run of events for the same recipients ─┬─ hand over ─▶ own subscribers: all at once, or in a round of turns
 *                                                   └─────────────▶ one task for each other loop, which does the same
 * hand over:       end of the read · another publisher · other recipients · 64 KiB
 * flush, at once:  another kind of message; what is under way in a round is finished
 * }</pre>
 *
 * <p>So order is kept between all that one connection sends, and a burst costs each subscriber one write. Many subscribers
 * are visited in an {@link EventRound}, some in each turn, where nothing but more events for them comes. Loop-confined,
 * except {@code take}.
 */
final class LoopFanOut {
    /** Topics whose recipients are remembered: a power of two. */
    private static final int REMEMBERED = 64;

    /** Weakly, so that clients which have gone are not kept by topics that nobody publishes to any more. */
    private record Found(TopicName topic, int version, WeakReference<Recipients> recipients) {}

    /** Visited per turn: some 0.3 ms of writes, so that reading costs little beside them and waits little for them. */
    static final int VISITS_PER_TURN = 64;

    private final FanOutHome home;
    private final @Nullable Found[] remembered = new @Nullable Found[REMEMBERED];
    private final Runnable newTurn = this::beginTurn;
    private final EventRound round = new EventRound();
    private final Runnable nextVisits = this::goOn;
    private final Runnable loopEnded = round::abandon;
    private boolean hasWritten;
    /** Whether the round goes on after the next reading. */
    private boolean goesOn;

    private @Nullable EventRun pending;
    private @Nullable Peer publisher;

    LoopFanOut(FanOutHome home) {
        this.home = home;
    }

    static LoopFanOut of(EventLoop loop) {
        return new LoopFanOut(FanOutHome.of(loop));
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
            handOver();
            run = null;
        }
        if (run == null) {
            run = new EventRun(recipients);
            pending = run;
            publisher = from;
        }
        run.add(event, from, head);
        if (event.length() >= EventRun.MOST_BYTES) {
            handOver();
        }
    }

    /** Sends what was gathered, and has none of it on its way here any more: what is sent next comes after it. */
    void flush() {
        handOver();
        finishRound();
    }

    private void finishRound() {
        if (round.isUnderWay()) {
            round.visit(Integer.MAX_VALUE);
        }
    }

    /** Sends what was gathered; here it may take some turns. */
    void handOver() {
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
        if (home.isHere()) {
            deliver(run, peers, flow);
        } else if (!home.tryRun(() -> deliver(run, peers, flow))) {
            run.loopDone(flow); // An ended loop has closed its connections.
        }
    }

    private void deliver(EventRun run, List<Peer> peers, @Nullable FanOutFlow flow) {
        if (round.takes(run, peers)) {
            round.add(run, flow);
            return;
        }
        finishRound();
        boolean atOnce = isFirstOfTurn();
        if (atOnce && peers.size() > VISITS_PER_TURN && EventRound.isFor(run)) {
            round.begin(peers);
            round.add(run, flow);
            visitSome();
        } else {
            deliverNow(run, peers, atOnce, flow);
        }
    }

    private static void deliverNow(EventRun run, List<Peer> peers, boolean atOnce, @Nullable FanOutFlow flow) {
        try {
            run.deliver(peers, atOnce);
        } finally {
            run.loopDone(flow);
        }
    }

    /** The first run is written at once; those behind it share the writes at the end of the turn: two for each at most. */
    private boolean isFirstOfTurn() {
        if (!hasWritten) {
            hasWritten = home.tryRun(newTurn);
            return true;
        }
        return false;
    }

    private void beginTurn() {
        hasWritten = false;
    }

    private void visitSome() {
        if (!goesOn) {
            // First: what throws here must not leave the others without their events.
            goesOn = true;
            home.afterReading(nextVisits, loopEnded);
        }
        round.visit(VISITS_PER_TURN);
    }

    /** Some flush may have finished the round meanwhile. */
    private void goOn() {
        goesOn = false;
        if (round.isUnderWay()) {
            visitSome();
        }
    }
}
