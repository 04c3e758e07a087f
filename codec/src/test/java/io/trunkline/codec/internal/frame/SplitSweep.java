package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;
import io.trunkline.PayloadException;
import io.trunkline.codec.FrameFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Feeds the same bytes whole, byte by byte and at every two-way split, and demands the same outcome each time.
 *
 * <p>Every piece lies in the middle of a larger array that is poisoned after the call, so a slice that was kept shows.
 */
public final class SplitSweep {
    /** Beyond it, two-way splits are taken at the first and last bytes and at even steps between. */
    private static final int EVERY_SPLIT_UP_TO = 1_500;

    private static final byte POISON = 0x5A;

    /** A decoder under test: one stream. */
    public interface Subject {
        /** Decodes a piece and adds what came out to the events. */
        void feed(byte[] array, int from, int to, List<Object> events);

        /** Ends the stream. */
        void finish();
    }

    /** What came out: frames and bad payloads in order, and the error that ended it, or null. */
    public record Outcome(List<Object> events, @Nullable Fault fault) {}

    /** A frame error without its words. */
    public record Fault(String reason, long offset, long limit, long actual) {
        /** Strips an error. */
        public static Fault of(FrameException e) {
            return new Fault(e.reason(), e.offset(), e.limit(), e.actual());
        }

        /** An error without numbers. */
        public static Fault of(String reason, long offset) {
            return new Fault(reason, offset, -1, -1);
        }
    }

    /** A bad payload without its words. */
    public record Invalid(String reason, long offset) {}

    private SplitSweep() {}

    /** Sweeps any format at a limit. */
    public static <F> Outcome check(FrameFormat<F> format, int limit, byte[] bytes) {
        return check(() -> of(FrameReaders.of(format, FrameLimits.of(limit))), bytes);
    }

    /** Sweeps any subject; the stream is ended after the last byte. */
    public static Outcome check(Supplier<Subject> subject, byte[] bytes) {
        Outcome whole = run(subject.get(), bytes, bytes.length);
        assertThat(run(subject.get(), bytes, 1)).as("byte by byte").isEqualTo(whole);
        int step = Math.max(1, bytes.length / EVERY_SPLIT_UP_TO);
        for (int at = 1; at < bytes.length; at += at < 64 || at > bytes.length - 64 ? 1 : step) {
            assertThat(run(subject.get(), bytes, at, bytes.length))
                    .as("split at %d", at)
                    .isEqualTo(whole);
        }
        return whole;
    }

    /** Feeds pieces whose ends are given; the last one repeats as a piece length until the bytes are used. */
    public static Outcome run(Subject subject, byte[] bytes, int... ends) {
        List<Object> events = new ArrayList<>();
        try {
            int from = 0;
            for (int piece = 0; from < bytes.length; piece++) {
                int to = Math.min(bytes.length, piece < ends.length ? ends[piece] : from + ends[ends.length - 1]);
                feedPoisoned(subject, bytes, from, to, events);
                from = to;
            }
            subject.finish();
            return new Outcome(events, null);
        } catch (FrameException e) {
            return new Outcome(events, Fault.of(e));
        }
    }

    private static void feedPoisoned(Subject subject, byte[] bytes, int from, int to, List<Object> events) {
        byte[] array = new byte[to - from + 7];
        Arrays.fill(array, POISON);
        System.arraycopy(bytes, from, array, 3, to - from);
        try {
            subject.feed(array, 3, 3 + to - from, events);
        } finally {
            Arrays.fill(array, POISON);
        }
    }

    /** A reader as a subject. */
    public static <F> Subject of(FrameReader<F> reader) {
        return new Subject() {
            @Override
            public void feed(byte[] array, int from, int to, List<Object> events) {
                reader.feed(array, from, to, recording(events));
            }

            @Override
            public void finish() {
                reader.finish();
            }
        };
    }

    /** A message reader as a subject; events are {@link ReadMessage}s. */
    public static Subject of(MessageReader reader) {
        return new Subject() {
            @Override
            public void feed(byte[] array, int from, int to, List<Object> events) {
                reader.feed(array, from, to, new RecordingMessages(events));
            }

            @Override
            public void finish() {
                reader.finish();
            }
        };
    }

    /** A consumer that adds to a list. */
    public static FrameConsumer<Object> recording(List<Object> events) {
        return new FrameConsumer<>() {
            @Override
            public boolean frame(Object frame) {
                return events.add(frame);
            }

            @Override
            public boolean invalid(PayloadException error) {
                return events.add(new Invalid(error.reason(), error.offset()));
            }
        };
    }

    /** A message as it was delivered, bytes as hex. */
    public record ReadMessage(int flags, String hex) {}

    private record RecordingMessages(List<Object> events) implements MessageSink {
        @Override
        public boolean message(int flags, byte[] array, int offset, int length) {
            return events.add(new ReadMessage(flags, Hex.of(array, offset, offset + length)));
        }

        @Override
        public boolean invalid(PayloadException error) {
            return events.add(new Invalid(error.reason(), error.offset()));
        }
    }
}
