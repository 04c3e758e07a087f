package io.trunkline.transport.internal;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Row 98 of the catalogue, and what it says of log lines. */
class LogTextTest {
    @Test
    void plainTextStaysAsItIs() {
        assertThat(LogText.of("Grüße, 世界 😀: {\"a\":1}")).isEqualTo("Grüße, 世界 😀: {\"a\":1}");
    }

    @Test
    void nothingBreaksTheLineMovesTheCursorOrTurnsTheWritingRound() {
        assertThat(LogText.of("a\r\n\tb\u001b[2Jc\u202ed\u200be\u0000f\\g\u2028h\u00a0i"))
                .isEqualTo("a\\r\\n\\tb\\u001b[2Jc\\u202ed\\u200be\\u0000f\\\\g\\u2028h\\u00a0i");
    }

    @Test
    void halfACharacterIsShownByItsCode() {
        assertThat(LogText.of("\ud800x")).isEqualTo("\\ud800x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ü", "世", "😀", "\n", "\u001b"})
    void cutTextHasAtMostTheLimitInBytes(String unit) {
        String cut = LogText.of(unit.repeat(10_000));
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(LogText.LIMIT);
        assertThat(cut).endsWith("…").hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @CsvSource({"253, false", "254, true"})
    void textIsCutBeyondTheLastByteThatLeavesRoomForTheSign(int length, boolean cut) {
        assertThat(LogText.of("a".repeat(length)).endsWith("…")).isEqualTo(cut);
    }

    @Test
    void failureIsShownWithItsClassesAndLinesButNoForeignText() {
        Exception failure =
                new IllegalStateException("evil\n\u001b" + "x".repeat(2_000), new RuntimeException("in\rner"));
        LoggedFailure shown = LoggedFailure.of(failure);
        assertThat(shown.toString())
                .startsWith("java.lang.IllegalStateException: evil\\n\\u001bxxx")
                .hasSizeLessThan(320);
        assertThat(shown.getCause()).hasToString("java.lang.RuntimeException: in\\rner");
        assertThat(shown.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    @Test
    void causesThatGoRoundAreCutToo() {
        Exception one = new Exception("one");
        one.initCause(new Exception("two", one));
        int depth = 0;
        for (Throwable each = LoggedFailure.of(one); each != null; each = each.getCause()) {
            depth++;
        }
        assertThat(depth).isEqualTo(5);
    }
}
