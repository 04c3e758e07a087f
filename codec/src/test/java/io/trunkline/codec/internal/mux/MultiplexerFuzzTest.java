package io.trunkline.codec.internal.mux;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.trunkline.FrameException;
import io.trunkline.Payload;
import java.nio.ByteBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/** Any frames at all: only the codec's own errors, and never more held than the limits allow. */
class MultiplexerFuzzTest {
    /** One byte of role, then frames as on the wire. */
    @FuzzTest
    void anyFramesLeaveALegalStateOrOneFrameError(byte[] data) {
        if (data.length == 0) {
            return;
        }
        RecordingEvents events = new RecordingEvents();
        MuxRole role = data[0] % 2 == 0 ? MuxRole.ACCEPTOR : MuxRole.CONNECTOR;
        Multiplexer mux = new Multiplexer(role, MuxLimits.DEFAULT, events);
        mux.start();
        mux.write(mux.open("own", StreamControl.NO_METADATA), Payload.ofText("hello"), 0);
        long end = 0;
        try {
            end = feed(mux, ByteBuffer.wrap(data, 1, data.length - 1));
        } catch (FrameException e) {
            assertThat(e.offset()).isBetween(end, (long) data.length);
            assertThat(mux.openStreams()).isZero();
        }
        assertThat(mux.openStreams()).isLessThanOrEqualTo(2 * MuxLimits.DEFAULT.maxStreams());
        mux.connectionEnded();
        assertThat(mux.openStreams()).isZero();
    }

    private static long feed(Multiplexer mux, ByteBuffer in) {
        long now = 0;
        while (in.remaining() >= 8) {
            long id = Integer.toUnsignedLong(in.getInt());
            byte[] body = new byte[(int) Math.min(Integer.toUnsignedLong(in.getInt()), in.remaining())];
            in.get(body);
            mux.receive(id, Payload.wrap(body), now++);
        }
        return in.position();
    }
}
