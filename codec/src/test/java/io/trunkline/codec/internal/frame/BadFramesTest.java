package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import io.trunkline.codec.internal.frame.SplitSweep.Fault;
import io.trunkline.codec.internal.frame.SplitSweep.Outcome;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The rows of the catalogue of bad inputs that bytes alone decide, by their numbers. */
class BadFramesTest {
    private static final int LIMIT = FrameLimits.DEFAULT_FRAME;

    private static Outcome envelope(String hex) {
        return SplitSweep.check(FrameFormat.envelope(), LIMIT, Hex.bytes(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "1, ffffffff 00000000, 4294967295",
        "2, 80000000 00000000, 2147483648",
        "3, 7fffffff 00000000, 2147483647",
        "4, 00100001 00000000, 1048577",
        "17, 160301020001000001fc0303, 369295618",
        "18, 474554202f20485454502f312e310d0a0d0a, 1195725856",
        "19, 15030300020246, 352518912",
    })
    @Tag("feature-15")
    void rows1To4And17To19AreRefusedFromTheLengthAlone(int row, String hex, long actual) {
        Fault fault = new Fault("FRAME_TOO_LARGE", 0, LIMIT, actual);

        assertThat(envelope(hex).fault()).as("row %d", row).isEqualTo(fault);
        assertThat(SplitSweep.check(FrameFormat.lengthPrefixed(), LIMIT, Hex.bytes(hex))
                        .fault())
                .as("row %d", row)
                .isEqualTo(fault);
    }

    @Test
    @Tag("feature-6")
    void row5TheLargestFrameIsServed() {
        byte[] body = Hex.repeat(Hex.text("x"), LIMIT);
        byte[] bytes = FrameEncoder.of(FrameFormat.envelope(), LIMIT).toBytes(Payload.of(body));

        assertThat(SplitSweep.run(
                                SplitSweep.of(FrameReaders.of(FrameFormat.envelope(), FrameLimits.of(LIMIT))),
                                bytes,
                                7_001)
                        .events())
                .containsExactly(Payload.of(body));
    }

    @Test
    void row6AnAnnouncedFrameWithoutABodyCostsAtMost64KiB() {
        FrameReader<Payload> reader = FrameReaders.of(FrameFormat.envelope(), FrameLimits.DEFAULT);

        reader.feed(Hex.bytes("0010000000000000"), 0, 8, SplitSweep.recording(new ArrayList<>()));

        assertThat(reader.allocated()).isLessThanOrEqualTo(64 * 1024);
    }

    @Test
    void rows7And8EmptyBodiesAreMessages() {
        byte[] bytes = Hex.repeat(new byte[8], 1_000);

        assertThat(SplitSweep.run(
                                SplitSweep.of(FrameReaders.of(FrameFormat.envelope(), FrameLimits.DEFAULT)), bytes, 13)
                        .events())
                .hasSize(1_000)
                .containsOnly(Payload.EMPTY);
    }

    @Test
    void rows9To11AnUnfinishedFrameIsNeverDelivered() {
        assertThat(envelope("000000")).isEqualTo(new Outcome(List.of(), Fault.of("TRUNCATED", 0)));
        assertThat(envelope("00000004 00000000 6161")).isEqualTo(new Outcome(List.of(), Fault.of("TRUNCATED", 0)));
    }

    @Test
    void row12ALyingLengthSwallowsTheNextFramesFirstByteAndMixesNoMore() {
        // 'abc' announced as 4 bytes, then a frame 'd': the second header reads length 256, flags 0x64.
        Outcome outcome = envelope("00000004 00000000 616263" + "00000001 00000000 64");

        assertThat(outcome.events()).containsExactly(Payload.of(Hex.bytes("61626300")));
        assertThat(outcome.fault()).isEqualTo(Fault.of("RESERVED_FLAG", 16));
    }

    @Test
    @Tag("feature-15")
    void row13AReservedFlagIsRefused() {
        for (int bit = 4; bit < 16; bit++) {
            String flags = String.format("%08x", 1 << bit);
            assertThat(envelope("00000001 00000000 61" + "00000000" + flags))
                    .isEqualTo(new Outcome(List.of(Payload.ofText("a")), Fault.of("RESERVED_FLAG", 13)));
        }
    }

    @Test
    void row14AnUnknownOptionalFlagIsIgnored() {
        assertThat(envelope("00000001 ffff0000 61").events()).containsExactly(Payload.ofText("a"));
    }

    @Test
    void row15AFlagThatWasNotAnnouncedIsRefused() {
        for (int flag : new int[] {EnvelopeFlags.BINARY, EnvelopeFlags.MORE, EnvelopeFlags.COMPRESSED}) {
            int others = EnvelopeFlags.NEGOTIABLE & ~flag;
            byte[] bytes = Hex.bytes("00000001 " + String.format("%08x", flag) + " 61");

            Outcome outcome = SplitSweep.check(
                    () -> SplitSweep.of(MessageReader.brokerEnvelope(FrameLimits.DEFAULT, others)), bytes);

            assertThat(outcome.fault()).isEqualTo(Fault.of("FLAG_NOT_NEGOTIATED", 4));
        }
    }

    @Test
    void row20ManyFramesInOneWriteComeOutInOrder() {
        FrameEncoder<Payload> encoder = FrameEncoder.of(FrameFormat.envelope(), LIMIT);
        List<Object> sent = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            Payload payload = Payload.ofText("frame " + i);
            sent.add(payload);
            bytes.writeBytes(encoder.toBytes(payload));
        }

        assertThat(SplitSweep.run(
                                SplitSweep.of(FrameReaders.of(FrameFormat.envelope(), FrameLimits.DEFAULT)),
                                bytes.toByteArray(),
                                bytes.size())
                        .events())
                .isEqualTo(sent);
    }

    @Test
    void row26TypedLengthsAreUnsigned() {
        for (String length : List.of("ffffffff", "7fffffff", "00100001")) {
            assertThat(SplitSweep.check(FrameFormat.typed(), LIMIT, Hex.bytes("0010" + length + "0000"))
                            .fault())
                    .isEqualTo(new Fault("FRAME_TOO_LARGE", 2, LIMIT, Long.parseLong(length, 16)));
        }
    }

    @Test
    void row29TypedFlagsAreCarried() {
        assertThat(SplitSweep.check(FrameFormat.typed(), LIMIT, Hex.bytes("0010 00000001 ffff 61"))
                        .events())
                .containsExactly(new TypedFrame(0x10, 0xFFFF, Payload.ofText("a")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "31, 2b350a, 0",
                "31, 2d310a, 0",
                "31, 20350a, 0",
                "31, 35200a, 1",
                "31, 30350a, 1",
                "31, 350d0a, 1",
                "32, d9a50a, 0",
                "32, efbc950a, 0",
                "33, 307831300a, 1",
                "33, 3165330a, 1",
                "33, 352e300a, 1",
                "33, 315f300a, 1",
                "33, 0a, 0",
                "33, 000a, 0",
                "34, 39393939393939393939393939393939393939390a, 10",
                "34, 30303030303030303030, 1",
            })
    @Tag("feature-13")
    void rows31To34MalformedLengthsAreRefusedAtTheirFirstBadByte(int row, String hex, int offset) {
        byte[] bytes = Hex.join(Hex.text("1\nx"), Hex.bytes(hex));
        for (FrameFormat<Payload> format : List.of(FrameFormat.lineLength(), FrameFormat.lineLengthUtf16())) {
            assertThat(SplitSweep.check(format, LIMIT, bytes))
                    .as("row %d", row)
                    .isEqualTo(new Outcome(List.of(Payload.ofText("x")), Fault.of("MALFORMED_LENGTH", 3 + offset)));
        }
    }

    @Test
    void row34DigitsWithoutAnEndAreRefusedAtTheEleventh() {
        FrameReader<Payload> reader = FrameReaders.of(FrameFormat.lineLength(), FrameLimits.DEFAULT);
        byte[] digits = Hex.text("9".repeat(10));

        reader.feed(digits, 0, 10, SplitSweep.recording(new ArrayList<>()));

        assertThat(reader.buffered()).isEqualTo(10);
        assertThat(SplitSweep.check(FrameFormat.lineLength(), LIMIT, Hex.text("9".repeat(5_000)))
                        .fault())
                .isEqualTo(Fault.of("MALFORMED_LENGTH", 10));
    }

    @Test
    void row35TenDigitsAreComparedInSixtyFourBits() {
        assertThat(SplitSweep.check(FrameFormat.lineLength(), LIMIT, Hex.text("4294967299\nabc"))
                        .fault())
                .isEqualTo(new Fault("FRAME_TOO_LARGE", 0, LIMIT, 4_294_967_299L));
    }

    @Test
    void row36ALengthThatCountedCharactersShiftsTheFraming() {
        Outcome outcome = SplitSweep.check(FrameFormat.lineLength(), LIMIT, Hex.text("3\n\"é\"2\n{}"));

        assertThat(outcome.events()).containsExactly(Payload.of(Hex.bytes("22c3a9")));
        assertThat(outcome.fault()).isEqualTo(Fault.of("MALFORMED_LENGTH", 5));
    }
}
