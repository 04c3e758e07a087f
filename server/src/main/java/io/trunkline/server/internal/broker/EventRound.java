package io.trunkline.server.internal.broker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes events round many subscribers of one loop, a part of the way at a time: what comes for the same subscribers meanwhile
 * joins what is under way, and each of them gets by one write whatever it has not got yet.
 *
 * <pre>{@code
 *            visited ◀──┐ cursor, moves on and starts again at the first
 * peers:   A  B  C  D  E│ F  G  H        runs:  3  4  5
 * has got: 5  5  5  5  5│ 3  3  3               └ goes when the cursor's peer has got it: then all have
 *
 * idle ──begin──▶ under way ──visit, until the cursor's peer has got everything──▶ idle
 * }</pre>
 *
 * <p>Visits go round in a fixed order, so the cursor's peer is always the one that lacks most. A thousand subscribers so cost
 * a thousand writes per round and not per event, however late the events come; and the loop reads between the visits.
 *
 * <p>Loop-confined. A peer's own trouble stays with it: {@link Peer} throws nothing.
 */
final class EventRound {
    /** Events under way, and the publisher's count of what other loops have of them. */
    private record Waiting(EventRun run, @Nullable FanOutFlow flow) {}

    /** What several runs are in one piece, for peers which lack the same. */
    private record Piece(long from, long to, EncodedFrames frames) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<FrameKind, Piece> pieces = new EnumMap<>(FrameKind.class);
    private List<Peer> peers = List.of();
    /** How many runs each peer has got, of all that ever came. */
    private long[] got = new long[0];
    /** How many runs all of them have got. */
    private long gone;

    private int cursor;
    private int bytes;

    boolean isUnderWay() {
        return !waiting.isEmpty();
    }

    /** Whether events for these peers may join; what is large goes alone, and 64 KiB at most are under way. */
    @SuppressWarnings("ReferenceEquality") // Another list with the same peers only ends the round sooner.
    boolean takes(EventRun run, List<Peer> to) {
        return isUnderWay() && peers == to && isFor(run) && bytes + run.bytes() <= EventRun.MOST_BYTES;
    }

    /** Whether these events may wait for a moment, since queues will copy them. */
    static boolean isFor(EventRun run) {
        return run.isSmall() && run.bytes() <= EventRun.MOST_BYTES;
    }

    /** Begins with the first of these peers; {@link #add} must follow. */
    @SuppressWarnings("ReferenceEquality") // As above.
    void begin(List<Peer> to) {
        assert !isUnderWay();
        if (peers != to) {
            peers = to;
            got = new long[to.size()];
        }
        Arrays.fill(got, gone);
        cursor = 0;
    }

    /** Adds events, which every peer gets in this order. */
    void add(EventRun run, @Nullable FanOutFlow flow) {
        waiting.add(new Waiting(run, flow));
        bytes += run.bytes();
    }

    /** Visits so many peers, or fewer if all have got everything by then. */
    void visit(int most) {
        for (int i = 0; i < most && isUnderWay(); i++) {
            Peer peer = peers.get(cursor);
            long from = got[cursor];
            got[cursor] = gone + waiting.size();
            cursor = cursor + 1 == got.length ? 0 : cursor + 1;
            try {
                give(peer, from);
            } finally {
                settle();
            }
        }
    }

    /** Lets go of what every peer has got. */
    private void settle() {
        long all = got[cursor];
        while (gone < all) {
            gone++;
            Waiting done = waiting.remove(0);
            bytes -= done.run.bytes();
            done.run.loopDone(done.flow);
        }
        if (!isUnderWay()) {
            pieces.clear();
        }
    }

    private void give(Peer peer, long from) {
        PeerFeatures features = peer.features();
        int first = (int) (from - gone);
        if (!peer.dropsEvents() && isTakenWhole(features, first)) {
            peer.offer(piece(FrameKind.of(features), from));
        } else {
            for (int i = first; i < waiting.size(); i++) {
                waiting.get(i).run.deliverEach(peer, features);
            }
        }
    }

    private boolean isTakenWhole(PeerFeatures features, int first) {
        for (int i = first; i < waiting.size(); i++) {
            if (!waiting.get(i).run.isTakenWhole(features)) {
                return false;
            }
        }
        return true;
    }

    private EncodedFrames piece(FrameKind kind, long from) {
        long to = gone + waiting.size();
        if (to - from == 1) {
            return waiting.get((int) (from - gone)).run.joined(kind);
        }
        Piece known = pieces.get(kind);
        if (known == null || known.from != from || known.to != to) {
            known = new Piece(from, to, join(kind, (int) (from - gone)));
            pieces.put(kind, known);
        }
        return known.frames;
    }

    private EncodedFrames join(FrameKind kind, int first) {
        List<EncodedFrames> parts = new ArrayList<>(waiting.size() - first);
        for (int i = first; i < waiting.size(); i++) {
            parts.add(waiting.get(i).run.joined(kind));
        }
        return EncodedFrames.join(parts, waiting.get(first).run::accountOf);
    }

    /** The loop has ended, and closed its connections: nobody is left to visit. */
    void abandon() {
        while (isUnderWay()) {
            Waiting left = waiting.remove(0);
            gone++;
            left.run.loopDone(left.flow);
        }
        bytes = 0;
    }
}
