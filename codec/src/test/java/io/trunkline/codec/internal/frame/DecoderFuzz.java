package io.trunkline.codec.internal.frame;

import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.SplitSweep.Outcome;
import io.trunkline.codec.internal.frame.SplitSweep.Subject;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold for any bytes at all. */
final class DecoderFuzz {
    /** Low enough for a fuzzer to cross, high enough for bodies beyond the trusted 64 KiB. */
    static final FrameLimits LIMITS = new FrameLimits(100_000, 150_000);

    private static final int TRUSTED = 64 * 1024;

    private DecoderFuzz() {}

    /** Only typed errors escape, pieces change nothing, and memory follows what arrived. */
    static Outcome check(Supplier<MessageReader> readers, byte[] data) {
        Outcome whole = SplitSweep.run(SplitSweep.of(readers.get()), data, Math.max(1, data.length));
        MessageReader reader = readers.get();
        assertThat(run(bounded(SplitSweep.of(reader), reader::allocated), data)).isEqualTo(whole);
        return whole;
    }

    /** The same for a format. */
    static <F> Outcome check(FrameFormat<F> format, byte[] data) {
        Outcome whole = SplitSweep.run(SplitSweep.of(FrameReaders.of(format, LIMITS)), data, Math.max(1, data.length));
        FrameReader<F> reader = FrameReaders.of(format, LIMITS);
        assertThat(run(bounded(SplitSweep.of(reader), reader::allocated), data)).isEqualTo(whole);
        return whole;
    }

    /** The same, and what was decoded encodes to the bytes it came from. */
    static <F> void checkExact(FrameFormat<F> format, Class<F> type, byte[] data) {
        FrameEncoder<F> encoder = FrameEncoder.of(format, LIMITS.frame());
        int at = 0;
        for (Object event : check(format, data).events()) {
            byte[] encoded = encoder.toBytes(type.cast(event));
            assertThat(Arrays.copyOfRange(data, at, at + encoded.length)).isEqualTo(encoded);
            at += encoded.length;
        }
    }

    private static Outcome run(Subject subject, byte[] data) {
        Random random = new Random(Arrays.hashCode(data));
        int[] ends = new int[Math.min(data.length, 200) + 1];
        for (int i = 0, end = 0; i < ends.length; i++) {
            end += 1 + random.nextInt(random.nextBoolean() ? 3 : 2_000);
            ends[i] = i == ends.length - 1 ? Math.max(1, data.length) : Math.min(end, Math.max(1, data.length));
        }
        return SplitSweep.run(subject, data, distinct(ends));
    }

    private static int[] distinct(int[] ends) {
        return Arrays.stream(ends).distinct().toArray();
    }

    private static Subject bounded(Subject subject, IntSupplier allocated) {
        return new Subject() {
            private long fed;

            @Override
            public void feed(byte[] array, int from, int to, List<Object> events) {
                subject.feed(array, from, to, events);
                fed += to - from;
                assertThat((long) allocated.getAsInt()).isLessThanOrEqualTo(TRUSTED + 4 * fed);
            }

            @Override
            public void finish() {
                subject.finish();
            }
        };
    }
}
