package io.trunkline.codec.internal.mux;

/**
 * Sends, closes and forgets streams: what both the peer's frames and our own calls lead to.
 *
 * <p>Loop-confined. State changes come before the event that tells of them, so events may call back.
 */
final class LiveStreams {
    private final MuxLimits limits;
    private final MuxEvents events;
    private final StreamTable table;
    private final MuxCounters counters = new MuxCounters();
    private final GrantBudget budget;

    LiveStreams(MuxLimits limits, MuxEvents events, StreamTable table) {
        this.limits = limits;
        this.events = events;
        this.table = table;
        this.budget = new GrantBudget(limits.connectionWindow());
    }

    MuxLimits limits() {
        return limits;
    }

    MuxEvents events() {
        return events;
    }

    StreamTable table() {
        return table;
    }

    MuxCounters counters() {
        return counters;
    }

    GrantBudget budget() {
        return budget;
    }

    void sendControl(StreamControl control) {
        events.send(0, StreamControlCodec.encode(control));
    }

    /** Sends as much as the credit allows, and closes the stream if it was only waiting for that. */
    void pump(MuxStream stream, long now) {
        Outflow out = stream.out();
        for (var next = out.next(limits.maxFrame(), now); next != null; next = out.next(limits.maxFrame(), now)) {
            stream.dataPassed(next.size());
            events.send(stream.id(), next);
        }
        if (stream.state() == StreamState.ENDING && out.isIdle()) {
            close(stream, StreamEnd.CLOSED);
        }
    }

    /** Lets the peer send more on a stream, if enough of its data was consumed. */
    void grant(MuxStream stream) {
        long grant = stream.isLive() ? stream.in().takeGrant(budget) : 0;
        if (grant > 0) {
            sendControl(new StreamControl.Window(stream.id(), grant));
        }
    }

    /** Grants what had to be withheld from other streams, once the budget allows it. */
    void grantStarved() {
        if (budget.takeStarved()) {
            table.live().forEach(this::grant);
        }
    }

    /** Closes a live stream by our own decision. */
    void close(MuxStream stream, StreamEnd end) {
        table.awaitClose(stream);
        sendControl(new StreamControl.Close(stream.id(), end.reason()));
        ended(stream, end);
        grantStarved();
    }

    /** Closes a live stream because the peer did, which is answered once. */
    void closedByPeer(MuxStream stream, StreamControl.Close close) {
        table.remove(stream);
        sendControl(new StreamControl.Close(stream.id(), null));
        ended(stream, StreamEnd.byPeer(close.reason()));
        grantStarved();
    }

    /** Closes every stream without a word to the peer. */
    void closeAll() {
        for (MuxStream stream : table.live()) {
            // An event may have closed it meanwhile.
            if (stream.isLive()) {
                table.remove(stream);
                ended(stream, StreamEnd.CONNECTION_LOST);
            }
        }
    }

    /** Closes streams whose bytes waited too long, and tells when to look again. */
    long sweep(long now) {
        long next = Long.MAX_VALUE;
        for (MuxStream stream : table.live()) {
            if (stream.isLive() && !stream.out().isIdle()) {
                long left = limits.writeStall().toNanos() - (now - stream.out().stalledSince());
                if (left <= 0) {
                    close(stream, StreamEnd.STALLED);
                } else {
                    next = Math.min(next, left);
                }
            }
        }
        return next;
    }

    private void ended(MuxStream stream, StreamEnd end) {
        stream.out().discard();
        budget.giveBack(stream.in().takeGranted());
        events.closed(stream, end);
    }
}
