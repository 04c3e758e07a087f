package io.trunkline.codec.internal.mux;

import io.trunkline.FrameException;

/**
 * Does what the peer's control messages ask for, as far as they may.
 *
 * <pre>{@code
 *  stream_create ─▶ opened | refused | collision: that stream of ours fails | open already: protocol error
 *  stream_close  ─▶ answered and closed | an answer to ours | ignored;  too many without data: protocol error
 *  stream_window ─▶ what waited goes out | FLOW_CONTROL: that stream fails | stream 0: credit is understood
 * }</pre>
 *
 * <p>Loop-confined. Offsets given in are those of the control message's body.
 */
final class PeerControls {
    private final MuxLimits limits;
    private final MuxEvents events;
    private final StreamTable table;
    private final LiveStreams streams;
    private final MuxCounters counters;
    private final EventRate resets;
    private boolean announced;
    private boolean peerKnowsCredit;

    PeerControls(LiveStreams streams) {
        this.streams = streams;
        this.limits = streams.limits();
        this.events = streams.events();
        this.table = streams.table();
        this.counters = streams.counters();
        this.resets = new EventRate(limits.maxResets(), limits.resetPeriod().toNanos());
    }

    static FrameException malformed(String message, long offset) {
        return new FrameException("MALFORMED_CONTROL", message, offset);
    }

    /** Says, once, that we understand credit. */
    void announceCredit() {
        if (!announced) {
            announced = true;
            streams.sendControl(StreamControl.Window.ANNOUNCEMENT);
        }
    }

    boolean peerKnowsCredit() {
        return peerKnowsCredit;
    }

    void on(StreamControl control, long offset, long now) {
        if (control instanceof StreamControl.Create create) {
            onCreate(create, offset);
        } else if (control instanceof StreamControl.Close close) {
            onClose(close, offset, now);
        } else if (control instanceof StreamControl.Window grant) {
            onWindow(grant, now);
        } else if (control instanceof StreamControl.Shutdown notice) {
            events.shutdownAnnounced(notice.message(), notice.gracePeriod());
        } else {
            counters.ignoredControls++;
        }
    }

    private void onCreate(StreamControl.Create create, long offset) {
        MuxStream present = table.findLive(create.streamId());
        if (present != null && !present.isOurs()) {
            throw malformed("stream " + create.streamId() + " is open already", offset);
        }
        if (present != null) {
            counters.collisions++;
            streams.close(present, StreamEnd.COLLISION);
        } else if (table.theirs() >= limits.maxStreams()) {
            refuse(create, "TOO_MANY_STREAMS");
        } else {
            // A window from a peer that we never told of credit is none: it was not written for us.
            admit(announced ? create : create.withoutWindow());
        }
    }

    private void admit(StreamControl.Create create) {
        if (create.hasWindow() && (create.window() < 0 || create.window() > MuxLimits.MAX_CREDIT)) {
            counters.flowErrors++;
            refuse(create, "FLOW_CONTROL");
        } else {
            MuxStream stream = MuxStream.theirs(create, limits);
            table.add(stream);
            events.opened(stream);
        }
    }

    private void refuse(StreamControl.Create create, String reason) {
        counters.refusedStreams++;
        streams.sendControl(new StreamControl.Close(create.streamId(), reason));
        streams.events().refused(reason);
    }

    private void onClose(StreamControl.Close close, long offset, long now) {
        MuxStream stream = table.find(close.streamId());
        if (stream == null) {
            counters.ignoredControls++;
        } else if (stream.isLive()) {
            streams.closedByPeer(stream, close);
            countReset(stream, close, offset, now);
        } else {
            table.remove(stream);
        }
    }

    /** Work that a peer orders and cancels at once costs it nothing, so only so much of it is taken. */
    private void countReset(MuxStream stream, StreamControl.Close close, long offset, long now) {
        if (stream.isOurs() || (stream.carriedData() && close.reason() == null)) {
            return;
        }
        counters.resets++;
        if (!resets.allows(now)) {
            int limit = limits.maxResets();
            String text = "streams are opened and reset too often";
            throw new FrameException("TOO_MANY_STREAMS", text, offset, limit, limit + 1L);
        }
    }

    private void onWindow(StreamControl.Window grant, long now) {
        if (grant.streamId() == 0) {
            peerKnowsCredit = true;
            announceCredit();
            return;
        }
        MuxStream stream = table.findLive(grant.streamId());
        if (stream == null || !stream.isCredited()) {
            counters.ignoredControls++;
        } else if (grant.credit() <= 0 || !stream.out().grant(grant.credit())) {
            counters.flowErrors++;
            streams.close(stream, StreamEnd.FLOW_CONTROL);
        } else {
            onCredit(stream, now);
        }
    }

    private void onCredit(MuxStream stream, long now) {
        boolean waited = !stream.out().isIdle();
        streams.pump(stream, now);
        if (waited && stream.state() == StreamState.OPEN && stream.out().isIdle()) {
            events.writable(stream);
        }
    }
}
