package io.trunkline.testing;

import io.trunkline.codec.FrameDecoder;
import io.trunkline.codec.FrameFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Tries a frame format in every way that a connection would, and says what breaks.
 *
 * <pre>{@code
 * @Test void keepsTheContract() {
 *     FrameFormatContract.check(new MyFormat(), first, second, third);
 * }
 * }</pre>
 *
 * <p>For each sample: {@code size} is what {@code write} fills; {@code measure} of every prefix waits or tells the same
 * length, and moves nothing; {@code read} gives an equal frame back. For all samples in a row: fed whole, byte by byte and
 * at every two-way split they come back in order. Samples must have a meaningful {@code equals}; a dozen of up to some
 * hundred bytes is plenty, since splits are tried at every byte.
 *
 * <p>Stateless. Formats without boundaries, such as {@link FrameFormat#raw()}, cannot keep this contract.
 */
public final class FrameFormatContract {
    /** What a connection allows unless it is told otherwise; samples are far below. */
    private static final int MAX_FRAME = 1 << 20;

    private FrameFormatContract() {}

    /**
     * Checks a format with sample frames.
     *
     * @param format the format to try
     * @param samples at least one frame; a null among them is refused
     * @param <F> what a frame is
     * @throws AssertionError naming the format, the sample, and what is wrong
     * @throws IllegalArgumentException if there is no sample
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is read, and goes nowhere
    public static <F> void check(FrameFormat<F> format, F... samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("check() needs at least one sample");
        }
        if (format.name().isBlank()) {
            throw new AssertionError("name() of " + format.getClass().getName() + " is blank");
        }
        for (F sample : samples) {
            new Sample<>(format, Objects.requireNonNull(sample, "sample")).check();
        }
        checkSequence(format, List.of(samples));
    }

    private static <F> void checkSequence(FrameFormat<F> format, List<F> samples) {
        ByteBuffer all =
                ByteBuffer.allocate(samples.stream().mapToInt(format::size).sum());
        samples.forEach(sample -> all.put(new Sample<>(format, sample).encode()));
        byte[] bytes = all.array();
        expect(format, samples, "byte by byte", decoder -> {
            for (int i = 0; i < bytes.length; i++) {
                decoder.accept(ByteBuffer.wrap(bytes, i, 1));
            }
        });
        for (int split = 0; split <= bytes.length; split++) {
            int at = split;
            expect(format, samples, "split at byte " + at, decoder -> {
                decoder.accept(ByteBuffer.wrap(bytes, 0, at));
                decoder.accept(ByteBuffer.wrap(bytes, at, bytes.length - at));
            });
        }
    }

    private static <F> void expect(
            FrameFormat<F> format, List<F> samples, String how, Consumer<Consumer<ByteBuffer>> feeding) {
        FrameDecoder<F> decoder = new FrameDecoder<>(format, MAX_FRAME);
        List<F> frames = new ArrayList<>();
        feeding.accept(bytes -> decoder.feed(bytes, frames::add));
        if (!frames.equals(samples) || decoder.buffered() != 0) {
            throw new AssertionError("format '" + format.name() + "', all samples " + how + ": expected " + samples
                    + " but got " + frames + " and " + decoder.buffered() + " bytes left over");
        }
    }
}
