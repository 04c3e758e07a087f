package io.trunkline.server.internal.room;

import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Row 98 of the faults. */
class VisibleNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "Ann Lee", "Zoë", "日本語", "👩", "#general", "<b>", "'; drop"})
    void whatCanBeSeenIsTaken(String name) {
        assertThat(VisibleName.require("room", name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u202Eb", "a\u200Bb", "a\u200Db", "\u2066a", "\u001B[31mred", "a\nb", "a\rb", "a\tb", "\u0000",
                "\u007F", "\u0085", "\u2028", "\u2029", "\uFEFFa", "\uD800", "\uDC00a", "\u00AD", "\uDB40\uDC41"
            })
    void whatHidesIsRefusedWithoutShowingIt(String name) {
        assertThatThrownBy(() -> VisibleName.require("room", name))
                .isInstanceOfSatisfying(ReplyException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                    assertThat(refused.details()).containsEntry("reason", "BAD_NAME");
                    assertThat(refused.text()).matches("[ -~]+").contains("U+");
                });
    }

    @Test
    void aNameHasOneToTwoHundredAndFiftyFiveBytes() {
        assertThat(VisibleName.require("room", "x".repeat(255))).hasSize(255);
        assertThat(VisibleName.require("room", "é".repeat(127))).hasSize(127);
        for (String bad : new String[] {"", "x".repeat(256), "é".repeat(128), "x".repeat(1_000_000)}) {
            assertThatThrownBy(() -> VisibleName.require("nickname", bad))
                    .isInstanceOf(ReplyException.class)
                    .hasMessageContaining("nickname");
        }
    }
}
