package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.EnvelopeFrame;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;
import io.trunkline.codec.TypedFrame;
import io.trunkline.codec.internal.frame.SplitSweep.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OtherFormatsTest {
    @Test
    @Tag("feature-37")
    void rawDeliversEachReadAndIsNeverTruncated() {
        byte[] bytes = Hex.text("abcdef");
        SplitSweep.Outcome outcome =
                SplitSweep.run(SplitSweep.of(FrameReaders.of(FrameFormat.raw(), FrameLimits.of(4))), bytes, 1, 6);

        assertThat(outcome.events()).containsExactly(Payload.ofText("a"), Payload.ofText("bcde"), Payload.ofText("f"));
        assertThat(outcome.fault()).isNull();
    }

    @Test
    void rawWritesThePayloadAndNothingElse() {
        FrameEncoder<Payload> encoder = FrameEncoder.of(FrameFormat.raw(), 2);

        assertThat(encoder.toBytes(Payload.ofText("abc"))).isEqualTo(Hex.text("abc"));
        assertThat(encoder.toBytes(Payload.EMPTY)).isEmpty();
    }

    @Test
    @Tag("feature-40")
    void jsonLinesDeliversWhatStandsBeforeTheLineFeed() {
        assertThat(SplitSweep.check(FrameFormat.jsonLines(), 10, Hex.text("{}\n{} \r\n\n1234567890\n"))
                        .events())
                .containsExactly(
                        Payload.ofText("{}"), Payload.ofText("{} \r"), Payload.EMPTY, Payload.ofText("1234567890"));
    }

    @Test
    void aJsonLineThatIsTooLongIsRefusedWithoutItsEnd() {
        assertThat(SplitSweep.check(FrameFormat.jsonLines(), 10, Hex.text("{}\n12345678901"))
                        .fault())
                .isEqualTo(new Fault("FRAME_TOO_LARGE", 3, 10, 11));
        assertThat(SplitSweep.check(FrameFormat.jsonLines(), 10, Hex.text("1234567890123456789\n"))
                        .fault())
                .isEqualTo(new Fault("FRAME_TOO_LARGE", 0, 10, 11));
    }

    @Test
    void aFormatOnTopOfJsonLinesDoesNotScanAByteTwice() {
        ByteBuffer in = ByteBuffer.wrap(Hex.text("a\nbc"));

        assertThat(FrameFormat.jsonLines().measure(in, 0)).isEqualTo(2);
        assertThat(FrameFormat.jsonLines().measure(in, 2)).isEqualTo(FrameFormat.INCOMPLETE);
    }

    @Test
    void aPayloadWithALineFeedIsNotSentAsAJsonLine() {
        FrameEncoder<Payload> encoder = FrameEncoder.of(FrameFormat.jsonLines(), 100);

        for (int at : new int[] {0, 7, 8, 9, 19}) {
            StringBuilder text = new StringBuilder("x".repeat(20));
            text.setCharAt(at, '\n');
            assertThatThrownBy(() -> encoder.toBytes(Payload.ofText(text.toString())))
                    .isInstanceOfSatisfying(PayloadException.class, e -> {
                        assertThat(e.reason()).isEqualTo("ILLEGAL_BYTE");
                        assertThat(e.offset()).isEqualTo(at);
                    });
        }
        assertThat(encoder.toBytes(Payload.ofText("{\"a\":1}"))).isEqualTo(Hex.text("{\"a\":1}\n"));
    }

    @Test
    @Tag("feature-16")
    @Tag("feature-17")
    @Tag("feature-22")
    void typedFramesCarryTypeAndFlags() {
        TypedFrame frame = new TypedFrame(0xABCD, 0x1234, Payload.ofText("hi"));
        byte[] bytes = FrameEncoder.of(FrameFormat.typed(), 10).toBytes(frame);

        assertThat(bytes).isEqualTo(Hex.bytes("abcd 00000002 1234 6869"));
        assertThat(SplitSweep.check(FrameFormat.typed(), 10, Hex.join(bytes, Hex.bytes("0001 00000000 0000")))
                        .events())
                .containsExactly(frame, TypedFrame.of(TypedTypes.HEARTBEAT, Payload.EMPTY));
    }

    @Test
    @Tag("feature-28")
    void streamIdsAreUnsigned() {
        StreamFrame frame = new StreamFrame(0xFFFF_FFFEL, Payload.ofText("hi"));
        byte[] bytes = FrameEncoder.of(FrameFormat.multiplexed(), 10).toBytes(frame);

        assertThat(bytes).isEqualTo(Hex.bytes("fffffffe 00000002 6869"));
        assertThat(SplitSweep.check(FrameFormat.multiplexed(), 10, bytes).events())
                .containsExactly(frame);
    }

    @Test
    void the101stEmptyDataFrameInARowIsAFlood() {
        byte[] hundred = Hex.repeat(Hex.bytes("00000003 00000000"), 100);
        byte[] data = Hex.bytes("00000003 00000001 61");
        byte[] control = Hex.bytes("00000000 00000002 7b7d");

        assertThat(SplitSweep.check(FrameFormat.multiplexed(), 10, Hex.join(hundred, data, hundred, control, hundred))
                        .events())
                .hasSize(302);
        assertThat(SplitSweep.check(
                                FrameFormat.multiplexed(), 10, Hex.join(data, hundred, Hex.bytes("00000004 00000000")))
                        .fault())
                .isEqualTo(new Fault("EMPTY_FLOOD", 9 + 800 + 4, 100, 101));
    }

    @Test
    void envelopeFramesShowKeepAliveFragmentsAndCompressedBodiesAsTheyAre() {
        List<EnvelopeFrame> frames = List.of(
                new EnvelopeFrame(EnvelopeFlags.MORE, Payload.ofText("a")),
                EnvelopeFrame.KEEPALIVE,
                new EnvelopeFrame(EnvelopeFlags.COMPRESSED, Payload.ofText("b")),
                new EnvelopeFrame(0x8001_0002, Payload.EMPTY));
        FrameEncoder<EnvelopeFrame> encoder = FrameEncoder.of(FrameFormat.envelopeFrames(), 10);
        byte[] bytes = Hex.join(frames.stream().map(encoder::toBytes).toArray(byte[][]::new));

        assertThat(SplitSweep.check(FrameFormat.envelopeFrames(), 10, bytes).events())
                .isEqualTo(frames);
        assertThat(SplitSweep.check(FrameFormat.envelopeFrames(), 10, Hex.bytes("00000000 00000010"))
                        .fault())
                .isEqualTo(Fault.of("RESERVED_FLAG", 4));
        assertThat(SplitSweep.check(FrameFormat.envelopeFrames(), 10, Hex.bytes("00000001 00000001"))
                        .fault())
                .isEqualTo(Fault.of("MALFORMED_KEEPALIVE", 4));
    }

    @Test
    void row23AMebibyteIn64ByteSegmentsIsCopiedLinearly() {
        byte[] bytes = FrameEncoder.of(FrameFormat.jsonLines(), 1 << 20)
                .toBytes(Payload.of(Hex.repeat(Hex.text("x"), 1 << 20)));
        FrameReader<Payload> reader = FrameReaders.of(FrameFormat.jsonLines(), FrameLimits.DEFAULT);
        List<Object> events = new ArrayList<>();

        long allocated = Allocation.of(() -> {
            for (int at = 0; at < bytes.length; at += 64) {
                reader.feed(bytes, at, Math.min(bytes.length, at + 64), SplitSweep.recording(events));
            }
        });

        assertThat(events).hasSize(1);
        // The doubling tail sums to twice its last array, and the payload is a copy; a recorder per piece is small.
        assertThat(allocated).isLessThan(6L << 20);
    }
}
