package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.codec.FrameDecoder;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;
import io.trunkline.codec.TypedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Frames that come in several reads are handed over in the array they were collected in, whatever their size. */
final class LargeFrameTest {
    private static final int PIECE = 64 * 1024;
    private static final int LIMIT = 1 << 20;

    private static Payload content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Payload.wrap(bytes);
    }

    private static <F> List<F> feedInPieces(FrameFormat<F> format, int piece, List<F> frames) {
        ByteBuffer wire =
                ByteBuffer.allocate(frames.stream().mapToInt(format::size).sum());
        for (F frame : frames) {
            format.write(frame, wire.limit(wire.position() + format.size(frame)));
        }
        List<F> read = new ArrayList<>();
        FrameDecoder<F> decoder = new FrameDecoder<>(format, LIMIT);
        byte[] lent = new byte[piece];
        for (wire.flip(); wire.hasRemaining(); Arrays.fill(lent, (byte) 0xDB)) {
            int length = Math.min(piece, wire.remaining());
            wire.get(lent, 0, length);
            decoder.feed(ByteBuffer.wrap(lent, 0, length), read::add);
        }
        return read;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_095, 4_096, PIECE - 8, PIECE - 7, PIECE, 262_152, LIMIT})
    void typedFramesOfEverySizeKeepTheirBytes(int size) {
        List<TypedFrame> frames = List.of(
                TypedFrame.of(0x20, content(size)), TypedFrame.of(0x10, content(3)), TypedFrame.of(1, content(size)));

        assertThat(feedInPieces(FrameFormat.typed(), PIECE, frames)).isEqualTo(frames);
        assertThat(feedInPieces(FrameFormat.typed(), 1_000, frames)).isEqualTo(frames);
    }

    @Test
    void multiplexedFramesKeepTheirBytes() {
        List<StreamFrame> frames = List.of(
                new StreamFrame(1, content(300_000)),
                new StreamFrame(7, content(9)),
                new StreamFrame(1, content(70_000)));

        assertThat(feedInPieces(FrameFormat.multiplexed(), PIECE, frames)).isEqualTo(frames);
    }
}
