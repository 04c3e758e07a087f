package io.trunkline.codec.vectors;

import io.trunkline.FrameException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Feeds the same bytes whole, byte by byte and at two-way splits, and demands the same outcome each time.
 *
 * <p>Every two-way split of up to 4 KiB; of longer inputs, and where more than 64 KiB come out of few bytes, those in the
 * first and last 64 bytes and 64 seeded ones between.
 * Each piece is a copy that is overwritten after it was fed, so a decoder that keeps a slice fails.
 */
final class Divisions {
    private static final int ALL_SPLITS_UP_TO = 4096;
    private static final int ALL_SPLITS_FOR = 65_536;
    private static final int SOME = 64;
    private static final long SEED = 20261120;
    private static final byte POISON = (byte) 0xEE;

    private final byte[] input;
    private final Supplier<Decoding> decoder;
    private final Outcome expected;

    Divisions(byte[] input, Supplier<Decoding> decoder, Outcome expected) {
        this.input = input;
        this.decoder = decoder;
        this.expected = expected;
    }

    void check() {
        assertThat(feed(input.length)).as("fed whole").isEqualTo(expected);
        assertThat(feed(1)).as("fed byte by byte").isEqualTo(expected);
        splits().forEach(at ->
                assertThat(feed(at)).as("split at %d (seed %d)", at, SEED).isEqualTo(expected));
    }

    private IntStream splits() {
        int length = input.length;
        if (length <= 2 * SOME || (length <= ALL_SPLITS_UP_TO && expected.bytes() <= ALL_SPLITS_FOR)) {
            return IntStream.range(1, Math.max(1, length));
        }
        IntStream edges = IntStream.concat(IntStream.rangeClosed(1, SOME), IntStream.range(length - SOME, length));
        return IntStream.concat(edges, new Random(SEED).ints(SOME, SOME + 1, length - SOME));
    }

    /** Feeds pieces of one size when it is 1, else two pieces of which the first has that size. */
    private Outcome feed(int first) {
        Decoding decoding = decoder.get();
        List<Event> events = new ArrayList<>();
        try {
            int from = 0;
            do {
                int to = first == 1 || from == 0 ? Math.min(from + first, input.length) : input.length;
                feedPiece(decoding, from, to, events);
                from = to;
            } while (from < input.length);
        } catch (FrameException e) {
            return new Outcome(events, Fault.of(e), null);
        }
        return end(decoding, events);
    }

    private void feedPiece(Decoding decoding, int from, int to, List<Event> events) {
        byte[] piece = Arrays.copyOfRange(input, from, to);
        decoding.feed(piece, events::add);
        Arrays.fill(piece, POISON);
    }

    private static Outcome end(Decoding decoding, List<Event> events) {
        try {
            decoding.end();
            return new Outcome(events, null, null);
        } catch (FrameException e) {
            return new Outcome(events, null, Fault.of(e));
        }
    }
}
