package io.trunkline.codec.internal.file;

import io.trunkline.PayloadException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "report.pdf",
                "a..b",
                "a b",
                "100%",
                "50% off.txt",
                "100%41",
                "naïve.txt",
                "日本語.txt",
                "😀",
                "CONSOLE",
                "COM10",
                "my.con",
                "_CON",
                "a-rf",
                "x.tar.gz",
                "%",
                "a%2",
                "%zz",
                "½.txt",
                "wait….txt",
                "a\u00A0b",
                "it's (1) [2] {3} #4 @5 &6"
            })
    void ordinaryNamesAreLegal(String name) {
        assertThat(FileNames.requireLegal(name)).isEqualTo(name);
        assertThat(FileNames.isLegal(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'../x', 0",
        "'a/b', 1",
        "'a\\b', 1",
        "'.', 0",
        "'..', 0",
        "'...', 0",
        "'.x', 0",
        "' x', 0",
        "'\u3000x', 0",
        "'\u00A0x', 0",
        "'-rf', 0",
        "'--', 0",
        "'a\u0000', 1",
        "'a\u001B[2J', 1",
        "'a\u007F', 1",
        "'a\u0085', 1",
        "'é\n', 2",
        "'ab\u2028', 2",
        "'ab\u202Etxt.exe', 2",
        "'ab\u2066', 2",
        "'\uFF0E\uFF0E', 0",
        "'a\uFF0Fb', 1",
        "'a\uFF3Cb', 1",
        "'a\u2024b', 1",
        "'a\uFE52b', 1",
        "'\u2025', 0",
        "'a\uFE30b', 1",
        "'a\u2100b', 1",
        "'a\u2106b', 1",
        "'a\uFE68b', 1",
        "'C:\\x', 2"
    })
    void separatorsControlsAndWhatIsMadeToLookLikeThemAreIllegal(String name, int offset) {
        assertThatThrownBy(() -> FileNames.requireLegal(name)).isInstanceOfSatisfying(PayloadException.class, e -> {
            assertThat(e.reason()).isEqualTo("BAD_NAME");
            assertThat(e.offset()).isEqualTo(offset);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CON",
                "con",
                "Con.txt",
                "PRN",
                "AUX.tar.gz",
                "NUL",
                "nul ",
                "COM1",
                "com9.log",
                "LPT1",
                "COM0",
                "COM¹",
                "LPT³",
                "CONIN$",
                "conout$",
                "CLOCK$",
                "CON .txt",
                "ＣＯＮ",
                "a.",
                "a ",
                "a. .",
                "a\u3000",
                "C:x",
                "x:stream",
                "%2e%2e",
                "a%2Fb",
                "a%5cb",
                "a%00",
                "a%252e",
                "a%3A",
                "a%0d"
            })
    void namesThatSomeSystemTakesForAnotherAreIllegalAsAWhole(String name) {
        assertThatThrownBy(() -> FileNames.requireLegal(name))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.offset()).isZero());
    }

    @Test
    void theLengthCountsBytesAndIsInclusive() {
        assertThat(FileNames.isLegal("n".repeat(255))).isTrue();
        assertThat(FileNames.isLegal("n".repeat(256))).isFalse();
        assertThat(FileNames.isLegal("é".repeat(127) + "n")).isTrue();
        assertThat(FileNames.isLegal("é".repeat(128))).isFalse();
    }

    @Test
    void anEmptyNameAndLoneSurrogatesAreIllegal() {
        assertThat(FileNames.isLegal("")).isFalse();
        assertThatThrownBy(() -> FileNames.requireLegal("é\uD800"))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.offset()).isEqualTo(2));
    }

    @Test
    void theFirstFaultInByteOrderIsReported() {
        byte[] slashThenIllFormed = "a/b?".getBytes(StandardCharsets.US_ASCII);
        slashThenIllFormed[3] = (byte) 0xFF;
        byte[] illFormedThenSlash = "a?b/".getBytes(StandardCharsets.US_ASCII);
        illFormedThenSlash[1] = (byte) 0xFF;

        assertThat(FileNames.fault(slashThenIllFormed, 4))
                .isNotNull()
                .extracting(NameFault::offset)
                .isEqualTo(1);
        assertThat(FileNames.fault(illFormedThenSlash, 4))
                .isNotNull()
                .extracting(NameFault::offset)
                .isEqualTo(1);
    }
}
