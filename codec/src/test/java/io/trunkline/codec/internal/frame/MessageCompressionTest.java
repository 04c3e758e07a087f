package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;
import io.trunkline.PayloadException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MessageCompressionTest {
    private final MessageDeflater deflater = new MessageDeflater();

    private byte[] inflate(int limit, byte[] compressed, int clear) {
        try (MessageInflater inflater = new MessageInflater(limit)) {
            Inflated inflated = inflater.inflate(compressed, 0, clear, compressed.length);
            return Arrays.copyOf(inflated.array(), inflated.length());
        }
    }

    @Test
    void whatIsDeflatedInflatesToTheSameAtEverySize() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] message = new byte[random.nextInt(5_000)];
            random.nextBytes(message);
            if (random.nextBoolean()) {
                Arrays.fill(message, message.length / 4, message.length, (byte) 'z');
            }
            int clear = message.length == 0 ? 0 : random.nextInt(Math.min(message.length, 100));

            byte[] compressed = deflater.deflate(message, 0, clear, message.length);

            assertThat(Arrays.copyOf(compressed, clear)).isEqualTo(Arrays.copyOf(message, clear));
            assertThat(inflate(message.length, compressed, clear))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(message);
        }
    }

    @Test
    void aDeflaterRemembersNothingOfTheLastMessage() {
        byte[] message = Hex.text("the same words, the same words");

        byte[] first = deflater.deflate(message, 0, 0, message.length);

        assertThat(deflater.deflate(message, 0, 0, message.length)).isEqualTo(first);
    }

    @Test
    void inflatingPassesAtTheLimitAndStopsOneByteBeyond() {
        byte[] message = Hex.text("h\n" + "x".repeat(4_998));
        byte[] compressed = deflater.deflate(message, 0, 2, message.length);

        assertThat(inflate(5_000, compressed, 2)).isEqualTo(message);
        FrameException error = catchThrowableOfType(FrameException.class, () -> inflate(4_999, compressed, 2));
        assertThat(SplitSweep.Fault.of(error)).isEqualTo(new SplitSweep.Fault("FRAME_TOO_LARGE", 0, 4_999, 5_000));
    }

    /** Row 16: a mebibyte of zeros in a kibibyte, nested ten times; one layer is taken off, within the limit. */
    @Test
    void row16ANestedBombCostsItsLimitAndNoMore() {
        byte[] bomb = new byte[64 << 20];
        bomb = deflater.deflate(bomb, 0, 0, bomb.length);
        byte[] outer = bomb;
        for (int i = 0; i < 10; i++) {
            outer = deflater.deflate(outer, 0, 0, outer.length);
        }
        byte[] innermost = bomb;
        int limit = 1 << 20;

        assertThat(inflate(limit, outer, 0)).hasSizeLessThan(limit);
        long allocated = Allocation.of(
                () -> assertThatThrownBy(() -> inflate(limit, innermost, 0)).isInstanceOf(FrameException.class));
        // Doubling up to the limit sums to twice the limit, and the last array is limit + 1.
        assertThat(allocated).isLessThan(4L * limit);
    }

    @Test
    void bytesBehindTheStreamArePointedAt() {
        byte[] stream = deflater.deflate(Hex.text("h\nbody"), 0, 2, 6);

        assertThatThrownBy(() -> inflate(100, Hex.join(stream, Hex.text("more")), 2))
                .isInstanceOfSatisfying(PayloadException.class, e -> {
                    assertThat(e.reason()).isEqualTo("MALFORMED_COMPRESSION");
                    assertThat(e.offset()).isEqualTo(stream.length);
                });
    }

    @Test
    void everyPrefixOfAStreamIsRefused() {
        byte[] stream = deflater.deflate(Hex.text("some words to compress, some words"), 0, 0, 34);

        for (int length = 0; length < stream.length; length++) {
            byte[] prefix = Arrays.copyOf(stream, length);
            assertThatThrownBy(() -> inflate(100, prefix, 0))
                    .isInstanceOfSatisfying(
                            PayloadException.class, e -> assertThat(e.reason()).isEqualTo("MALFORMED_COMPRESSION"));
        }
    }

    @Test
    void fragmentsAreCutAtTheFrameSize() {
        byte[] message = Hex.text("abcdefg");
        byte[] out = new byte[EnvelopeFragments.size(7, 3) + 2];

        int end = EnvelopeFragments.write(EnvelopeFlags.BINARY, message, 1, 6, 3, out, 1);

        assertThat(end).isEqualTo(1 + 6 + 16);
        assertThat(Hex.of(out, 1, end)).isEqualTo("0000000300000006626364" + "0000000300000002656667");
    }

    @Test
    void anEmptyMessageIsOneFrame() {
        byte[] out = new byte[EnvelopeFragments.size(0, 3)];

        assertThat(EnvelopeFragments.write(0, new byte[0], 0, 0, 3, out, 0)).isEqualTo(8);
        assertThat(out).isEqualTo(new byte[8]);
    }
}
