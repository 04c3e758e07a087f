package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.SplitSweep.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LineLengthTest {
    private static final FrameFormat<Payload> UTF_16 = FrameFormat.lineLengthUtf16();

    private static SplitSweep.Outcome utf16(int limit, String text) {
        return SplitSweep.check(UTF_16, limit, Hex.text(text));
    }

    @Test
    @Tag("feature-10")
    @Tag("feature-11")
    void lengthsCountBytes() {
        assertThat(SplitSweep.check(FrameFormat.lineLength(), 100, Hex.text("0\n4\n\"é\"10\n12345\n7890"))
                        .events())
                .containsExactly(Payload.EMPTY, Payload.ofText("\"é\""), Payload.ofText("12345\n7890"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 10, 99, 100, 1_048_576, 67_108_864})
    @Tag("feature-12")
    void headersAreWrittenInDecimalWithoutLeadingZero(int size) {
        byte[] line = new byte[12];

        int end = DecimalLength.write(size, line, 1);

        assertThat(new String(line, 1, end - 1, StandardCharsets.US_ASCII)).isEqualTo(size + "\n");
        assertThat(DecimalLength.read(line, 1, end)).isEqualTo(size);
    }

    @Test
    @Tag("feature-11")
    void utf16ModeCountsCodeUnits() {
        assertThat(utf16(100, "3\n\"é\"2\n𝄞1\n€0\n2\nab").events())
                .containsExactly(
                        Payload.ofText("\"é\""),
                        Payload.ofText("𝄞"),
                        Payload.ofText("€"),
                        Payload.EMPTY,
                        Payload.ofText("ab"));
    }

    @Test
    void utf16ModeAppliesTheLimitToBytes() {
        assertThat(utf16(6, "2\n€€").events()).containsExactly(Payload.ofText("€€"));
        assertThat(utf16(5, "1\nx2\n€€").fault()).isEqualTo(new Fault("FRAME_TOO_LARGE", 3, 5, 6));
        assertThat(utf16(5, "6\n").fault()).isEqualTo(new Fault("FRAME_TOO_LARGE", 0, 5, 6));
        assertThat(utf16(5, "9999999999\n").fault()).isEqualTo(new Fault("FRAME_TOO_LARGE", 0, 5, 9_999_999_999L));
    }

    @Test
    void utf16ModeRefusesALengthThatEndsInsideACharacter() {
        assertThat(utf16(100, "2\na𝄞").fault()).isEqualTo(Fault.of("MALFORMED_LENGTH", 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0af",
                "c1bf",
                "c328",
                "e08080",
                "e228a1",
                "e28228",
                "eda080",
                "edbfbf",
                "f08080af",
                "f4908080",
                "f5808080",
                "ff",
                "f09f9228"
            })
    void utf16ModeRefusesWhatIsNotUtf8AtTheSequencesFirstByte(String hex) {
        byte[] bytes = Hex.join(Hex.text("9\na"), Hex.bytes(hex), Hex.text("bcdefghi"));

        assertThat(SplitSweep.check(UTF_16, 100, bytes).fault()).isEqualTo(Fault.of("MALFORMED_LENGTH", 3));
    }

    @Test
    void utf16ModeKnowsEveryCharacter() {
        StringBuilder text = new StringBuilder();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point += point < 0x1_0000 ? 1 : 17) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                text.appendCodePoint(point);
            }
        }
        byte[] bytes = Hex.text(text.length() + "\n" + text);

        SplitSweep.Outcome outcome =
                SplitSweep.run(SplitSweep.of(FrameReaders.of(UTF_16, FrameLimits.of(1 << 20))), bytes, 4_099);

        assertThat(outcome.events()).containsExactly(Payload.ofText(text.toString()));
    }

    @Test
    void utf16ModeCountsEachCharacterOnceHoweverSmallThePieces() {
        // A quadratic reader would look at 2^38 bytes here and not come back.
        byte[] bytes = Hex.join(Hex.text("1048576\n"), Hex.repeat(Hex.text("x"), 1 << 20));
        FrameReader<Payload> reader = FrameReaders.of(UTF_16, FrameLimits.of(1 << 20));
        List<Object> events = new ArrayList<>();

        for (int at = 0; at < bytes.length; at += 2) {
            reader.feed(bytes, at, at + 2, SplitSweep.recording(events));
        }

        assertThat(events).hasSize(1);
    }
}
