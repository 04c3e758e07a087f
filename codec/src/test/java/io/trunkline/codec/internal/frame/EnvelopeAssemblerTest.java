package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.frame.SplitSweep.Fault;
import io.trunkline.codec.internal.frame.SplitSweep.Invalid;
import io.trunkline.codec.internal.frame.SplitSweep.Outcome;
import io.trunkline.codec.internal.frame.SplitSweep.ReadMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.trunkline.codec.internal.frame.EnvelopeFlags.BINARY;
import static io.trunkline.codec.internal.frame.EnvelopeFlags.COMPRESSED;
import static io.trunkline.codec.internal.frame.EnvelopeFlags.MORE;
import static io.trunkline.codec.internal.frame.EnvelopeFlags.NEGOTIABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EnvelopeAssemblerTest {
    private static final byte[] KEEPALIVE = Hex.bytes("00000000 00000001");
    private static final FrameLimits LIMITS = new FrameLimits(8, 20);

    private static byte[] frame(int flags, String text) {
        byte[] body = Hex.text(text);
        byte[] frame = new byte[8 + body.length];
        Bytes.put32(frame, 0, body.length);
        Bytes.put32(frame, 4, flags);
        System.arraycopy(body, 0, frame, 8, body.length);
        return frame;
    }

    private static ReadMessage message(int flags, String text) {
        byte[] body = Hex.text(text);
        return new ReadMessage(flags, Hex.of(body, 0, body.length));
    }

    private static Outcome read(byte[]... frames) {
        return SplitSweep.check(() -> SplitSweep.of(MessageReader.envelope(LIMITS)), Hex.join(frames));
    }

    private static Outcome readBroker(byte[]... frames) {
        FrameLimits limits = FrameLimits.of(1_000);
        return SplitSweep.check(
                () -> SplitSweep.of(MessageReader.brokerEnvelope(limits, NEGOTIABLE)), Hex.join(frames));
    }

    @Test
    @Tag("feature-5")
    @Tag("feature-191")
    void keepAliveIsSwallowedEverywhereAndCountsAsASignOfLife() {
        byte[] bytes = Hex.join(
                KEEPALIVE,
                frame(MORE, "a"),
                KEEPALIVE,
                KEEPALIVE,
                frame(MORE, "b"),
                KEEPALIVE,
                frame(0, "c"),
                KEEPALIVE);
        MessageReader reader = MessageReader.envelope(LIMITS);

        reader.feed(bytes, 0, bytes.length, new Ignoring());

        assertThat(read(bytes)).isEqualTo(new Outcome(List.of(message(0, "abc")), null));
        assertThat(reader.frames()).isEqualTo(8);
    }

    @Test
    void keepAliveWithALengthOrAnotherFlagIsRefused() {
        assertThat(read(frame(0, "x"), frame(1, "a")).fault()).isEqualTo(Fault.of("MALFORMED_KEEPALIVE", 13));
        assertThat(read(frame(1 | BINARY, "")).fault()).isEqualTo(Fault.of("MALFORMED_KEEPALIVE", 4));
        assertThat(read(frame(1 | 1 << 31, "")).fault()).isEqualTo(Fault.of("MALFORMED_KEEPALIVE", 4));
    }

    @Test
    void fragmentsAreJoinedAndFlagsAreThoseOfTheFirst() {
        assertThat(read(
                                frame(BINARY | MORE | 1 << 16, "ab"),
                                frame(BINARY | MORE, ""),
                                frame(BINARY, "cd"),
                                frame(0, "e"))
                        .events())
                .containsExactly(message(BINARY | 1 << 16, "abcd"), message(0, "e"));
    }

    @Test
    void fragmentsThatDifferInBinaryOrCompressedAreRefused() {
        assertThat(read(frame(MORE, "a"), frame(BINARY, "b")).fault()).isEqualTo(Fault.of("MALFORMED_FRAGMENT", 13));
        assertThat(read(frame(MORE | COMPRESSED, "a"), frame(MORE, "b")).fault())
                .isEqualTo(Fault.of("MALFORMED_FRAGMENT", 13));
    }

    @Test
    void joinedMessageAtTheLimitPassesAndOneByteMoreIsRefusedBeforeItsBody() {
        byte[] first = frame(MORE, "12345678");

        assertThat(read(first, first, frame(0, "1234")).events())
                .containsExactly(message(0, "12345678".repeat(2) + "1234"));
        assertThat(read(first, first, Hex.bytes("00000005 00000000")).fault())
                .isEqualTo(new Fault("FRAME_TOO_LARGE", 32, 20, 21));
    }

    @Test
    void faultsOfOneHeaderAreJudgedInOrder() {
        byte[] first = frame(MORE, "12345678");

        assertThat(read(Hex.bytes("00000009 0000fff3")).fault()).isEqualTo(new Fault("FRAME_TOO_LARGE", 0, 8, 9));
        assertThat(read(Hex.bytes("00000008 00000013")).fault()).isEqualTo(Fault.of("RESERVED_FLAG", 4));
        assertThat(read(first, first, Hex.bytes("00000008 00000002")).fault())
                .isEqualTo(Fault.of("MALFORMED_FRAGMENT", 36));
        assertThat(SplitSweep.check(
                                () -> SplitSweep.of(MessageReader.brokerEnvelope(LIMITS, 0)),
                                Hex.bytes("00000001 00000003"))
                        .fault())
                .isEqualTo(Fault.of("MALFORMED_KEEPALIVE", 4));
    }

    @Test
    void the101stEmptyFragmentInARowIsAFlood() {
        byte[] hundred = Hex.repeat(Hex.join(frame(MORE, ""), KEEPALIVE), 100);

        assertThat(read(hundred, frame(0, "x")).events()).containsExactly(message(0, "x"));
        assertThat(read(hundred, frame(MORE, "y"), hundred, frame(0, "")).events())
                .containsExactly(message(0, "y"));
        assertThat(read(hundred, frame(MORE, "")).fault()).isEqualTo(new Fault("EMPTY_FLOOD", 1_600, 100, 101));
    }

    @Test
    void emptyMessagesAreNoFlood() {
        assertThat(read(Hex.repeat(frame(0, ""), 150)).events()).hasSize(150);
    }

    @Test
    void endBetweenFragmentsIsTruncatedAtTheFirst() {
        assertThat(read(frame(0, "ab"), frame(MORE, "c"), frame(MORE, "d")).fault())
                .isEqualTo(Fault.of("TRUNCATED", 10));
        assertThat(read(frame(0, "ab"), frame(MORE, "c"), Hex.bytes("00")).fault())
                .isEqualTo(Fault.of("TRUNCATED", 19));
    }

    @Test
    void compressedMessagesAreInflatedOnce() {
        byte[] inner = deflated("", "hello");
        byte[] outer = frameOf(COMPRESSED, deflate(inner));

        Outcome outcome = SplitSweep.check(
                () -> SplitSweep.of(MessageReader.envelope(FrameLimits.of(100))), Hex.join(outer, frame(0, "x")));

        assertThat(outcome.events())
                .containsExactly(new ReadMessage(0, Hex.of(inner, 0, inner.length)), message(0, "x"));
    }

    @Test
    void inflatingStopsAtTheMessageLimitAndNamesTheFirstFrame() {
        byte[] bomb = deflate(new byte[100_000]);
        byte[] bytes = Hex.join(frame(0, "x"), fragments(COMPRESSED, bomb, 40));

        Outcome outcome =
                SplitSweep.check(() -> SplitSweep.of(MessageReader.envelope(new FrameLimits(1_000, 99_999))), bytes);

        assertThat(outcome.fault()).isEqualTo(new Fault("FRAME_TOO_LARGE", 9, 99_999, 100_000));
        assertThat(SplitSweep.run(SplitSweep.of(MessageReader.envelope(new FrameLimits(1_000, 100_000))), bytes, 100)
                        .events())
                .hasSize(2);
    }

    @Test
    void brokenCompressionCostsOneMessage() {
        byte[] whole = deflated("", "hello");
        byte[] trailing = Hex.join(whole, Hex.bytes("00"));
        byte[] unfinished = Arrays.copyOf(whole, whole.length - 1);
        byte[] checksum = whole.clone();
        checksum[whole.length - 1] ^= 1;

        Outcome outcome = SplitSweep.check(
                () -> SplitSweep.of(MessageReader.envelope(FrameLimits.of(100))),
                Hex.join(
                        frame(COMPRESSED, "not zlib"),
                        frameOf(COMPRESSED, trailing),
                        frameOf(COMPRESSED, unfinished),
                        frameOf(COMPRESSED, checksum),
                        frame(COMPRESSED, ""),
                        frameOf(COMPRESSED, Hex.bytes("78 f9 00 00 00 01 03 00")),
                        frame(0, "x")));

        assertThat(outcome.fault()).isNull();
        assertThat(outcome.events())
                .containsExactly(
                        new Invalid("MALFORMED_COMPRESSION", 0),
                        new Invalid("MALFORMED_COMPRESSION", whole.length),
                        new Invalid("MALFORMED_COMPRESSION", unfinished.length),
                        new Invalid("MALFORMED_COMPRESSION", 0),
                        new Invalid("MALFORMED_COMPRESSION", 0),
                        new Invalid("MALFORMED_COMPRESSION", 0),
                        message(0, "x"));
    }

    @Test
    void brokerHeaderLineStaysClear() {
        String header = "publish:a:1.0.0\n";
        byte[] compressed = deflated(header, "{\"n\":1}");

        assertThat(readBroker(frameOf(COMPRESSED, compressed), fragments(COMPRESSED | BINARY, compressed, 20))
                        .events())
                .containsExactly(message(0, header + "{\"n\":1}"), message(BINARY, header + "{\"n\":1}"));
    }

    @Test
    void brokerMessageWithoutAHeaderLineInItsFirstFragmentIsLostAlone() {
        byte[] longFragment = frame(MORE, "x".repeat(367));

        Outcome outcome = readBroker(
                frame(MORE, "publish:a"),
                KEEPALIVE,
                frame(MORE, ":1.0.0\n"),
                frame(0, "{}"),
                longFragment,
                frame(0, "\n"),
                frameOf(COMPRESSED, deflated("", "hello")),
                frame(0, "x\n{}"));

        assertThat(outcome.fault()).isNull();
        assertThat(outcome.events())
                .containsExactly(
                        new Invalid("MALFORMED_HEADER", 9),
                        new Invalid("HEADER_TOO_LONG", 366),
                        new Invalid("MALFORMED_HEADER", deflated("", "hello").length),
                        message(0, "x\n{}"));
    }

    @Test
    void aMessageThatIsSkippedCostsNoMemoryAndKeepsItsLimit() {
        MessageReader reader = MessageReader.brokerEnvelope(FrameLimits.of(1_000), NEGOTIABLE);
        byte[] part = frame(MORE, "x".repeat(500));

        reader.feed(part, 0, part.length, new Ignoring());
        reader.feed(part, 0, part.length, new Ignoring());

        assertThat(reader.allocated()).isZero();
        assertThatThrownBy(() -> reader.feed(part, 0, part.length, new Ignoring()))
                .isInstanceOfSatisfying(
                        FrameException.class,
                        e -> assertThat(Fault.of(e)).isEqualTo(new Fault("FRAME_TOO_LARGE", 1_016, 1_000, 1_500)));
    }

    @Test
    void flagsAreAcceptedFromTheMomentTheyAreAnnounced() {
        MessageReader reader = MessageReader.brokerEnvelope(LIMITS, 0);
        List<Object> events = new ArrayList<>();
        byte[] binary = frame(BINARY, "b");

        reader.accept(BINARY);
        SplitSweep.of(reader).feed(binary, 0, binary.length, events);

        assertThat(events).containsExactly(message(BINARY, "b"));
        assertThatThrownBy(() -> reader.accept(EnvelopeFlags.KEEPALIVE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsGrowOnceThePeerMaySendMore() {
        byte[] bytes = frame(0, "12345");
        List<Object> events = new ArrayList<>();
        MessageReader envelope = MessageReader.brokerEnvelope(FrameLimits.of(4), 0);
        MessageReader lengthPrefixed = MessageReader.lengthPrefixed(FrameLimits.of(4));

        envelope.limits(FrameLimits.of(5));
        SplitSweep.of(envelope).feed(bytes, 0, bytes.length, events);
        lengthPrefixed.limits(FrameLimits.of(5));
        SplitSweep.of(lengthPrefixed).feed(bytes, 0, 9, events);

        assertThat(events).containsExactly(message(0, "12345"), new ReadMessage(0, "0000000031"));
        assertThat(lengthPrefixed.frames()).isEqualTo(1);
    }

    @Test
    void joinedBytesGrowWithWhatArrivesAndGoBackWithTheMessage() {
        MessageReader reader = MessageReader.envelope(FrameLimits.of(1 << 20));
        byte[] part = frame(MORE, "x".repeat(1_000));
        for (int i = 1; i <= 500; i++) {
            reader.feed(part, 0, part.length, new Ignoring());
            assertThat(reader.buffered()).isEqualTo(1_000 * i);
            assertThat(reader.allocated()).isLessThanOrEqualTo(2_000 * i);
        }
        byte[] last = frame(0, "");

        reader.feed(last, 0, last.length, new Ignoring());

        assertThat(reader.allocated()).isZero();
    }

    @Test
    void tailAndJoinedBytesTogetherNeverExceedTwiceTheLimit() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int limit = 300_000;
        byte[] message = new byte[limit];
        MessageReader reader = MessageReader.envelope(FrameLimits.of(limit));
        for (int round = 0; round < 20; round++) {
            byte[] bytes = fragments(0, message, 1 + random.nextInt(limit));
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(64_000));
                reader.feed(bytes, at, to, new Ignoring());
                assertThat(reader.allocated())
                        .as("seed %d round %d", seed, round)
                        .isLessThanOrEqualTo(2 * limit + 8);
                at = to;
            }
        }
    }

    @Test
    @Tag("feature-3")
    @Tag("feature-4")
    void aWholePlainMessageIsHandedOverWhereItLies() {
        byte[] bytes = Hex.join(frame(BINARY, "ab"), frame(0, "c"));
        List<String> seen = new ArrayList<>();

        MessageReader.envelope(LIMITS).feed(bytes, 0, bytes.length, new Ignoring() {
            @Override
            public boolean message(int flags, byte[] array, int offset, int length) {
                assertThat(array).isSameAs(bytes);
                return seen.add(flags + "@" + offset + "+" + length);
            }
        });

        assertThat(seen).containsExactly("2@8+2", "0@18+1");
    }

    @Test
    void whatASinkChangesCountsFromTheNextFrameOfTheSameReadOn() {
        byte[] bytes = Hex.join(frame(0, "1234"), frame(0, "1234"), frame(0, "12345"));
        MessageReader reader = MessageReader.envelope(FrameLimits.of(5));

        assertThatThrownBy(() -> reader.feed(bytes, 0, bytes.length, new Ignoring() {
                    @Override
                    public boolean message(int flags, byte[] array, int offset, int length) {
                        reader.limits(FrameLimits.of(4));
                        return true;
                    }
                }))
                .isInstanceOfSatisfying(FrameException.class, e -> {
                    assertThat(e.reason()).isEqualTo("FRAME_TOO_LARGE");
                    assertThat(e.offset()).isEqualTo(24);
                });
        assertThat(reader.frames()).isEqualTo(2);
        assertThat(reader.position()).isEqualTo(24);
    }

    @Test
    void sinkThatSaysStopInARowSeesNothingMore() {
        byte[] bytes = Hex.join(frame(0, "a"), frame(0, "bc"), frame(0, "def"));
        List<Integer> seen = new ArrayList<>();
        MessageReader reader = MessageReader.envelope(LIMITS);

        reader.feed(bytes, 0, bytes.length, new Ignoring() {
            @Override
            public boolean message(int flags, byte[] array, int offset, int length) {
                seen.add(length);
                return seen.size() < 2;
            }
        });
        reader.feed(bytes, 0, bytes.length, new Ignoring());

        assertThat(seen).containsExactly(1, 2);
        assertThat(reader.frames()).isEqualTo(2);
    }

    @Test
    void sinkThatSaysStopEndsReading() {
        byte[] bytes = Hex.join(frame(MORE, "a"), frame(0, "b"), frame(0, "c"), frame(MORE, "d"));
        List<Integer> seen = new ArrayList<>();
        MessageReader reader = MessageReader.envelope(LIMITS);

        reader.feed(bytes, 0, bytes.length, new Ignoring() {
            @Override
            public boolean message(int flags, byte[] array, int offset, int length) {
                seen.add(length);
                return false;
            }
        });
        reader.finish();

        assertThat(seen).containsExactly(2);
    }

    private static byte[] deflated(String clear, String rest) {
        byte[] bytes = Hex.text(clear + rest);
        try (MessageDeflater deflater = new MessageDeflater()) {
            return deflater.deflate(bytes, 0, clear.length(), bytes.length);
        }
    }

    private static byte[] deflate(byte[] bytes) {
        try (MessageDeflater deflater = new MessageDeflater()) {
            return deflater.deflate(bytes, 0, 0, bytes.length);
        }
    }

    private static byte[] frameOf(int flags, byte[] body) {
        return fragments(flags, body, body.length);
    }

    private static byte[] fragments(int flags, byte[] message, int maxFrame) {
        byte[] out = new byte[EnvelopeFragments.size(message.length, maxFrame)];
        int end = EnvelopeFragments.write(flags, message, 0, message.length, maxFrame, out, 0);
        assertThat(end).isEqualTo(out.length);
        return out;
    }

    private static class Ignoring implements MessageSink {
        @Override
        public boolean message(int flags, byte[] array, int offset, int length) {
            return true;
        }

        @Override
        public boolean invalid(PayloadException error) {
            return true;
        }
    }
}
