package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.codec.EnvelopeFrame;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;
import io.trunkline.codec.TypedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("feature-1")
class RoundTripTest {
    private static final int LIMIT = 200_000;

    static Stream<Arguments> formats() {
        return Stream.of(
                format(FrameFormat.lengthPrefixed(), RoundTripTest::payload),
                format(FrameFormat.envelope(), RoundTripTest::payload),
                format(FrameFormat.lineLength(), RoundTripTest::payload),
                format(FrameFormat.lineLengthUtf16(), random -> Payload.ofText("{}".repeat(random.nextInt(500)))),
                format(FrameFormat.jsonLines(), RoundTripTest::line),
                format(
                        FrameFormat.typed(),
                        random -> new TypedFrame(random.nextInt(65_536), random.nextInt(65_536), payload(random))),
                format(
                        FrameFormat.multiplexed(),
                        random -> new StreamFrame(random.nextInt() & 0xFFFF_FFFFL, payload(random))),
                format(
                        FrameFormat.envelopeFrames(),
                        random -> new EnvelopeFrame(random.nextInt() & 0xFFFF_000E, payload(random))));
    }

    private static <F> Arguments format(FrameFormat<F> format, Function<Random, F> frames) {
        return Arguments.of(format, frames);
    }

    private static Payload payload(Random random) {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(LIMIT) : 1 + random.nextInt(200)];
        random.nextBytes(bytes);
        return Payload.of(bytes);
    }

    private static Payload line(Random random) {
        byte[] bytes = payload(random).toBytes();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '\n' ? 0 : bytes[i];
        }
        return Payload.of(bytes);
    }

    @ParameterizedTest
    @MethodSource("formats")
    <F> void framesComeBackAsTheyWereSentInAnyPieces(FrameFormat<F> format, Function<Random, F> frames) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        FrameEncoder<F> encoder = FrameEncoder.of(format, LIMIT);
        FrameReader<F> reader = FrameReaders.of(format, FrameLimits.of(LIMIT));
        List<Object> sent = new ArrayList<>();
        List<Object> received = new ArrayList<>();
        List<byte[]> encoded = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            F frame = frames.apply(random);
            sent.add(frame);
            encoded.add(encoder.toBytes(frame));
        }
        byte[] stream = Hex.join(encoded.toArray(byte[][]::new));

        for (int at = 0; at < stream.length; ) {
            int to = Math.min(stream.length, at + 1 + random.nextInt(random.nextBoolean() ? 40 : 70_000));
            reader.feed(stream, at, to, SplitSweep.recording(received));
            at = to;
        }
        reader.finish();

        assertThat(received).as("%s, seed %d", format.name(), seed).isEqualTo(sent);
        assertThat(reader.allocated()).isZero();
    }

    @ParameterizedTest
    @MethodSource("formats")
    <F> void theFiveMethodsAgreeWithTheFastPath(FrameFormat<F> format, Function<Random, F> frames) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        FrameEncoder<F> encoder = FrameEncoder.of(format, LIMIT);
        for (int i = 0; i < 20; i++) {
            F frame = frames.apply(random);
            byte[] bytes = encoder.toBytes(frame);
            ByteBuffer heap = ByteBuffer.allocate(bytes.length + 5).position(3);
            ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length);

            assertThat(format.size(frame)).as("seed %d", seed).isEqualTo(bytes.length);
            format.write(frame, heap.limit(3 + bytes.length));
            format.write(frame, direct);
            assertThat(heap.hasRemaining() || direct.hasRemaining()).isFalse();
            assertThat(heap.flip().position(3))
                    .isEqualTo(ByteBuffer.wrap(bytes))
                    .isEqualTo(direct.flip());
            assertThat(format.measure(heap, 0)).isEqualTo(bytes.length);
            assertThat(format.measure(direct, 0)).isEqualTo(bytes.length);
            assertThat(format.read(heap)).isEqualTo(frame);
            assertThat(format.read(direct)).isEqualTo(frame);
            assertThat(heap.hasRemaining() || direct.hasRemaining()).isFalse();
        }
    }
}
