package io.trunkline.codec.internal.mux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one connection by id: who has which, and which id is ours to use next.
 *
 * <p>Holds live streams and those whose close the peer has not answered. Loop-confined.
 */
final class StreamTable {
    /** Unanswered closes remembered: a peer that never answers one (the original server) must not fill the table. */
    static final int MAX_AWAITED = 128;

    private final Map<Long, MuxStream> streams = new HashMap<>();
    private final ArrayDeque<MuxStream> awaited = new ArrayDeque<>();
    private final long firstId;
    private long nextId;
    private int ours;
    private int theirs;

    StreamTable(long firstId) {
        this.firstId = firstId;
        this.nextId = firstId;
    }

    @Nullable
    MuxStream find(long id) {
        return streams.get(id);
    }

    @Nullable
    MuxStream findLive(long id) {
        MuxStream stream = streams.get(id);
        return stream != null && stream.isLive() ? stream : null;
    }

    /** Counts live streams that we opened. */
    int ours() {
        return ours;
    }

    /** Counts streams that the peer opened and that are live or still held by a handler. */
    int theirs() {
        return theirs;
    }

    /** Chooses our next id; ids that the peer took from our half, and unanswered ones, are passed over. */
    long allocate() {
        long id = nextId;
        while (streams.containsKey(id)) {
            id = after(id);
        }
        nextId = after(id);
        return id;
    }

    private long after(long id) {
        return id + 2 > StreamControl.MAX_STREAM_ID ? firstId : id + 2;
    }

    /** Skips ahead, as 2³¹ opened streams would. */
    void nextId(long id) {
        nextId = id;
    }

    void add(MuxStream stream) {
        MuxStream old = streams.put(stream.id(), stream);
        if (old != null) {
            old.moveTo(StreamState.CLOSED);
            awaited.remove(old);
        }
        if (stream.isOurs()) {
            ours++;
        } else {
            theirs++;
        }
    }

    /** Ends a live stream whose {@code stream_close} we send. */
    void awaitClose(MuxStream stream) {
        stream.moveTo(StreamState.AWAITING_CLOSE);
        uncount(stream);
        awaited.add(stream);
        if (awaited.size() > MAX_AWAITED) {
            forget(awaited.remove());
        }
    }

    /** Ends a stream for good. */
    void remove(MuxStream stream) {
        if (stream.isLive()) {
            uncount(stream);
        } else {
            awaited.remove(stream);
        }
        forget(stream);
    }

    private void forget(MuxStream stream) {
        stream.moveTo(StreamState.CLOSED);
        streams.remove(stream.id(), stream);
    }

    private void uncount(MuxStream stream) {
        if (stream.isOurs()) {
            ours--;
        } else if (!stream.isHeld()) {
            theirs--;
        }
    }

    void hold(MuxStream stream) {
        if (stream.isLive()) {
            stream.hold(true);
        }
    }

    void release(MuxStream stream) {
        if (stream.isHeld() && !stream.isLive() && !stream.isOurs()) {
            theirs--;
        }
        stream.hold(false);
    }

    /** Copies the live streams out, so that the table may change while they are visited. */
    List<MuxStream> live() {
        List<MuxStream> live = new ArrayList<>(streams.size());
        for (MuxStream stream : streams.values()) {
            if (stream.isLive()) {
                live.add(stream);
            }
        }
        return live;
    }

    int size() {
        return streams.size();
    }
}
