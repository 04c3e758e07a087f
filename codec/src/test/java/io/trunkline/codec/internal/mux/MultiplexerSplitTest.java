package io.trunkline.codec.internal.mux;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.codec.FrameDecoder;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Frames cut by the network, through the decoder: the same events, or the same error at the same place. */
class MultiplexerSplitTest {
    private static final FrameFormat<StreamFrame> FORMAT = FrameFormat.multiplexed();

    private static byte[] frames(Object... idsAndBodies) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < idsAndBodies.length; i += 2) {
            StreamFrame frame =
                    new StreamFrame((Integer) idsAndBodies[i], Payload.ofText((String) idsAndBodies[i + 1]));
            ByteBuffer out = ByteBuffer.allocate(FORMAT.size(frame));
            FORMAT.write(frame, out);
            all.writeBytes(out.array());
        }
        return all.toByteArray();
    }

    private static List<String> run(byte[] bytes, int... cuts) {
        RecordingEvents events = new RecordingEvents();
        Multiplexer mux = new Multiplexer(MuxRole.ACCEPTOR, MuxLimits.DEFAULT, events);
        mux.start();
        FrameDecoder<StreamFrame> decoder = new FrameDecoder<>(FORMAT, 1_000);
        List<String> outcome = new ArrayList<>();
        try {
            int from = 0;
            for (int cut : cuts) {
                feed(decoder, mux, ByteBuffer.wrap(bytes, from, cut - from));
                from = cut;
            }
            feed(decoder, mux, ByteBuffer.wrap(bytes, from, bytes.length - from));
        } catch (FrameException e) {
            outcome.add(e.reason() + " " + e.offset() + " " + e.limit() + " " + e.actual());
        }
        outcome.addAll(events.takeEvents());
        outcome.addAll(events.takeSent());
        return outcome;
    }

    private static void feed(FrameDecoder<StreamFrame> decoder, Multiplexer mux, ByteBuffer in) {
        decoder.feed(in, frame -> mux.receive(frame.streamId(), frame.payload(), 0));
    }

    private static List<String> runEverySplit(byte[] bytes) {
        List<String> whole = run(bytes);
        int[] single = new int[bytes.length - 1];
        for (int i = 0; i < single.length; i++) {
            single[i] = i + 1;
        }
        assertThat(run(bytes, single)).as("byte by byte").isEqualTo(whole);
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(run(bytes, cut)).as("cut at %d", cut).isEqualTo(whole);
        }
        return whole;
    }

    @Test
    void controlAndDataAreTheSameAtEverySplit() {
        List<String> outcome = runEverySplit(frames(
                0, "{\"type\":\"stream_window\",\"streamId\":0,\"credit\":0}",
                0,
                        "{\"type\":\"stream_create\",\"streamId\":1,\"streamType\":\"caf\u00e9\",\"metadata\":{},\"window\":9}",
                1, "hello",
                0, "{\"type\":\"stream_close\",\"streamId\":1}",
                1, "late"));

        assertThat(outcome)
                .containsExactly(
                        "opened 1 caf\u00e9",
                        "data 1 5",
                        "closed 1 PEER",
                        "{\"type\":\"stream_window\",\"streamId\":0,\"credit\":0}",
                        "{\"type\":\"stream_close\",\"streamId\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "{}", "{\"type\":\"stream_close\",\"streamId\":0}", "\u00ef", "{\"type\":\"x\"}{}"})
    void aBadControlMessageIsTheSameErrorAtEverySplit(String body) {
        byte[] bytes = frames(5, "dropped", 0, body);

        assertThat(runEverySplit(bytes)).containsExactly("MALFORMED_CONTROL 23 -1 -1");
    }
}
