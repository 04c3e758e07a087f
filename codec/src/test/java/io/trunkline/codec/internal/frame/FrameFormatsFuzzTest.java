package io.trunkline.codec.internal.frame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.trunkline.MediaRecord;
import io.trunkline.Payload;
import io.trunkline.codec.EnvelopeFrame;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;
import io.trunkline.codec.TypedFrame;
import java.util.Arrays;

/** One fuzz target per frame format; the kept inputs run in every build. */
class FrameFormatsFuzzTest {
    @FuzzTest
    void lengthPrefixed(byte[] data) {
        DecoderFuzz.checkExact(FrameFormat.lengthPrefixed(), Payload.class, data);
    }

    @FuzzTest
    void envelope(byte[] data) {
        DecoderFuzz.check(FrameFormat.envelope(), data);
    }

    @FuzzTest
    void envelopeFrames(byte[] data) {
        DecoderFuzz.checkExact(FrameFormat.envelopeFrames(), EnvelopeFrame.class, data);
    }

    @FuzzTest
    void brokerEnvelope(byte[] data) {
        int accepted = data.length == 0 ? 0 : data[0] & EnvelopeFlags.NEGOTIABLE;
        byte[] stream = data.length == 0 ? data : Arrays.copyOfRange(data, 1, data.length);
        DecoderFuzz.check(() -> MessageReader.brokerEnvelope(DecoderFuzz.LIMITS, accepted), stream);
    }

    @FuzzTest
    void lengthPrefixedMessages(byte[] data) {
        DecoderFuzz.check(() -> MessageReader.lengthPrefixed(DecoderFuzz.LIMITS), data);
    }

    @FuzzTest
    void lineLength(byte[] data) {
        DecoderFuzz.checkExact(FrameFormat.lineLength(), Payload.class, data);
    }

    @FuzzTest
    void lineLengthUtf16(byte[] data) {
        for (Object event :
                DecoderFuzz.check(FrameFormat.lineLengthUtf16(), data).events()) {
            // Strict decoding: what the delimiter let through is UTF-8.
            ((Payload) event).text();
        }
    }

    @FuzzTest
    void typed(byte[] data) {
        DecoderFuzz.checkExact(FrameFormat.typed(), TypedFrame.class, data);
    }

    @FuzzTest
    void multiplexed(byte[] data) {
        DecoderFuzz.checkExact(FrameFormat.multiplexed(), StreamFrame.class, data);
    }

    @FuzzTest
    void jsonLines(byte[] data) {
        DecoderFuzz.checkExact(FrameFormat.jsonLines(), Payload.class, data);
    }

    @FuzzTest
    void media(byte[] data) {
        DecoderFuzz.check(MediaRecord.in(FrameFormat.lengthPrefixed()), data);
    }
}
