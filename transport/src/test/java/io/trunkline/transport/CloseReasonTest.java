package io.trunkline.transport;

import java.io.IOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CloseReasonTest {
    @Test
    void showsTheCauseWhereTheTextDoesNotTellIt() {
        assertThat(CloseReason.of(CloseReason.Kind.LOST, "reading failed", new IOException("Connection reset")))
                .hasToString("LOST: reading failed (java.io.IOException: Connection reset)");
        assertThat(CloseReason.of(CloseReason.Kind.LOST, "reading failed", new IOException()))
                .hasToString("LOST: reading failed (java.io.IOException)");
    }

    @Test
    void tellsNothingTwice() {
        assertThat(CloseReason.of(
                        CloseReason.Kind.LOST, "reading failed: Connection reset", new IOException("Connection reset")))
                .hasToString("LOST: reading failed: Connection reset");
    }

    @Test
    void hasNoCauseToShow() {
        assertThat(CloseReason.of(CloseReason.Kind.LOCAL, "closed")).hasToString("LOCAL: closed");
    }
}
