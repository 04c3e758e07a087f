package io.trunkline.codec.internal.mux;

import io.trunkline.Payload;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** A multiplexer between a peer, whose control messages and data a test writes, and events that are written down. */
final class MultiplexerRig {

    static final String KNOWS_CREDIT = "{\"type\":\"stream_window\",\"streamId\":0,\"credit\":0}";
    static final long SECOND = Duration.ofSeconds(1).toNanos();

    final RecordingEvents events = new RecordingEvents();
    Multiplexer mux = started(MuxRole.ACCEPTOR, MuxLimits.DEFAULT);

    Multiplexer started(MuxRole role, MuxLimits limits) {
        Multiplexer made = new Multiplexer(role, limits, events);
        made.start();
        return made;
    }

    void control(String json) {
        mux.receive(0, Payload.ofText(json), 0);
    }

    void create(long id) {
        control("{\"type\":\"stream_create\",\"streamId\":" + id + ",\"streamType\":\"chat\",\"metadata\":{}}");
    }

    void create(long id, long window) {
        control("{\"type\":\"stream_create\",\"streamId\":" + id + ",\"streamType\":\"chat\",\"window\":" + window
                + "}");
    }

    void close(long id) {
        control("{\"type\":\"stream_close\",\"streamId\":" + id + "}");
    }

    void grant(long id, long credit) {
        control("{\"type\":\"stream_window\",\"streamId\":" + id + ",\"credit\":" + credit + "}");
    }

    void data(long id, int size) {
        mux.receive(id, bytes(size), 0);
    }

    static Payload bytes(int size) {
        return Payload.wrap(new byte[size]);
    }

    static String closed(long id) {
        return "{\"type\":\"stream_close\",\"streamId\":" + id + "}";
    }

    static String closed(long id, String reason) {
        return "{\"type\":\"stream_close\",\"streamId\":" + id + ",\"reason\":\"" + reason + "\"}";
    }

    static String granted(long id, long credit) {
        return "{\"type\":\"stream_window\",\"streamId\":" + id + ",\"credit\":" + credit + "}";
    }

    static String created(long id, String tail) {
        return "{\"type\":\"stream_create\",\"streamId\":" + id + ",\"streamType\":\"own\",\"metadata\":{}" + tail
                + "}";
    }

    MuxStream open() {
        return mux.open("own", StreamControl.NO_METADATA);
    }

    MuxStream last() {
        return events.opened.get(events.opened.size() - 1);
    }

    /** An acceptor whose peer knows credit. */
    void agreeOnCredit() {
        control(KNOWS_CREDIT);
        assertThat(events.takeSent()).containsExactly(KNOWS_CREDIT);
    }
}
