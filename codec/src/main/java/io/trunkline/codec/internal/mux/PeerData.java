package io.trunkline.codec.internal.mux;

import io.trunkline.FrameException;
import io.trunkline.Payload;

/**
 * Delivers the peer's data within its windows, and says when to stop reading.
 *
 * <pre>{@code
 *  data ─┬ no such stream ──────▶ dropped, counted
 *        ├ beyond the window ───▶ FLOW_CONTROL: that stream, the second time the connection
 *        ├ beyond all memory ───▶ STREAM_TOO_LARGE: that stream
 *        └ else ────────────────▶ delivered, charged until consumed
 * }</pre>
 *
 * <p>Empty frames pass: the format's delimiter has counted them and refuses a row of them. Loop-confined.
 */
final class PeerData {
    /** Where the length stands in a frame: behind the u32 stream id. */
    private static final int LENGTH_OFFSET = 4;

    /** Breaches of a window that a connection survives: one may be a bug in one handler, two are the peer's. */
    private static final int MAX_BREACHES = 1;

    private final MuxEvents events;
    private final StreamTable table;
    private final LiveStreams streams;
    private final MuxCounters counters;
    private final ReadPressure pressure;
    private int breaches;

    PeerData(LiveStreams streams) {
        this.streams = streams;
        this.events = streams.events();
        this.table = streams.table();
        this.counters = streams.counters();
        this.pressure = new ReadPressure(streams.limits());
    }

    void on(long streamId, Payload body, long frame) {
        int size = body.size();
        MuxStream stream = table.findLive(streamId);
        if (stream == null) {
            counters.droppedFrames++;
            counters.droppedBytes += size;
        } else if (!stream.in().admits(size)) {
            breach(stream, size, frame);
        } else if (!pressure.admits(size)) {
            streams.close(stream, StreamEnd.TOO_LARGE);
        } else {
            stream.dataPassed(size);
            streams.budget().giveBack(stream.in().spend(size));
            pressure.arrived(stream, size);
            events.data(stream, body);
            decideReading();
        }
    }

    private void breach(MuxStream stream, int size, long frame) {
        counters.flowErrors++;
        breaches++;
        if (breaches > MAX_BREACHES) {
            String text = "data beyond the window of stream " + stream.id();
            long allowance = stream.in().allowance();
            throw new FrameException("FLOW_CONTROL", text, frame + LENGTH_OFFSET, allowance, size);
        }
        streams.close(stream, StreamEnd.FLOW_CONTROL);
    }

    void consumed(MuxStream stream, long bytes) {
        if (bytes < 0 || bytes > stream.unconsumed()) {
            throw new IllegalArgumentException("consumed " + bytes + " of " + stream.unconsumed() + " bytes");
        }
        pressure.consumed(stream, bytes);
        streams.grant(stream);
        streams.grantStarved();
        decideReading();
    }

    private void decideReading() {
        if (pressure.turned()) {
            events.readingPaused(pressure.isPaused());
        }
    }
}
