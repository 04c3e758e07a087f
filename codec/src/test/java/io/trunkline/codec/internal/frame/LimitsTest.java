package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.EnvelopeFrame;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;
import io.trunkline.codec.TypedFrame;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LimitsTest {
    private static final int LIMIT = 40;

    static Stream<Arguments> formats() {
        Payload fits = payload(LIMIT);
        Payload tooLong = payload(LIMIT + 1);
        return Stream.of(
                Arguments.of(FrameFormat.lengthPrefixed(), fits, tooLong, 0),
                Arguments.of(FrameFormat.envelope(), fits, tooLong, 0),
                Arguments.of(FrameFormat.lineLength(), fits, tooLong, 0),
                Arguments.of(FrameFormat.lineLengthUtf16(), fits, tooLong, 0),
                Arguments.of(FrameFormat.jsonLines(), fits, tooLong, 0),
                Arguments.of(
                        FrameFormat.envelopeFrames(), new EnvelopeFrame(6, fits), new EnvelopeFrame(0, tooLong), 0),
                Arguments.of(FrameFormat.typed(), TypedFrame.of(16, fits), TypedFrame.of(16, tooLong), 2),
                Arguments.of(FrameFormat.multiplexed(), new StreamFrame(9, fits), new StreamFrame(9, tooLong), 4));
    }

    private static Payload payload(int size) {
        return Payload.ofText("x".repeat(size));
    }

    @ParameterizedTest
    @MethodSource("formats")
    <F> void aFrameAtTheLimitPassesAndOneByteMoreIsRefusedOnItsHeader(
            FrameFormat<F> format, F fits, F tooLong, int field) {
        byte[] legal = FrameEncoder.of(format, LIMIT).toBytes(fits);
        byte[] illegal = FrameEncoder.of(format, LIMIT + 1).toBytes(tooLong);

        SplitSweep.Outcome outcome = SplitSweep.check(format, LIMIT, Hex.join(legal, illegal));

        assertThat(outcome.events()).containsExactly(fits);
        assertThat(outcome.fault())
                .isEqualTo(new SplitSweep.Fault("FRAME_TOO_LARGE", legal.length + field, LIMIT, LIMIT + 1));
    }

    @ParameterizedTest
    @MethodSource("formats")
    <F> void senderRefusesWhatIsAboveItsLimit(FrameFormat<F> format, F fits, F tooLong, int field) {
        FrameEncoder<F> encoder = FrameEncoder.of(format, LIMIT);

        assertThat(encoder.toBytes(fits)).hasSizeGreaterThan(LIMIT);
        assertThatThrownBy(() -> encoder.toBytes(tooLong))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining(format.name())
                .hasMessageContaining("41 bytes")
                .hasMessageContaining("limit is 40");
    }

    @ParameterizedTest
    @MethodSource("formats")
    <F> void endAtEveryByteOfAFrameIsTruncated(FrameFormat<F> format, F fits, F tooLong, int field) {
        byte[] bytes = FrameEncoder.of(format, LIMIT).toBytes(fits);

        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            SplitSweep.Outcome outcome = SplitSweep.check(format, LIMIT, Hex.join(bytes, cut));
            assertThat(outcome.events()).containsExactly(fits);
            assertThat(outcome.fault()).isEqualTo(SplitSweep.Fault.of("TRUNCATED", bytes.length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff", "80000000", "80000005", "7fffffff", "fffffff8"})
    void lengthsThatWrapInThirtyTwoBitsAreRefusedAsTheyAre(String length) {
        long actual = Long.parseLong(length, 16);

        assertThat(SplitSweep.check(FrameFormat.lengthPrefixed(), LIMIT, Hex.bytes(length))
                        .fault())
                .isEqualTo(new SplitSweep.Fault("FRAME_TOO_LARGE", 0, LIMIT, actual));
        assertThat(SplitSweep.check(FrameFormat.envelope(), LIMIT, Hex.bytes(length))
                        .fault())
                .isEqualTo(new SplitSweep.Fault("FRAME_TOO_LARGE", 0, LIMIT, actual));
        assertThat(SplitSweep.check(FrameFormat.typed(), LIMIT, Hex.bytes("0010" + length))
                        .fault())
                .isEqualTo(new SplitSweep.Fault("FRAME_TOO_LARGE", 2, LIMIT, actual));
        assertThat(SplitSweep.check(FrameFormat.multiplexed(), LIMIT, Hex.bytes("00000001" + length))
                        .fault())
                .isEqualTo(new SplitSweep.Fault("FRAME_TOO_LARGE", 4, LIMIT, actual));
    }

    @Test
    void limitsOutsideTheirRangeAreRefusedByName() {
        assertThatThrownBy(() -> FrameLimits.of(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frame limit 0");
        assertThatThrownBy(() -> FrameLimits.of(FrameLimits.CEILING + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrameLimits(10, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("message limit 9 is not in 10..67108864");
        assertThat(FrameLimits.of(FrameLimits.CEILING).message()).isEqualTo(67_108_864);
    }
}
