package io.trunkline.cli;

import io.trunkline.client.TransferProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressBarTest {
    private final StringWriter printed = new StringWriter();

    @Test
    void barIsWrittenOverInOneLineThatEnds() {
        ProgressBar bar = new ProgressBar(new PrintWriter(printed), true);
        bar.show(new TransferProgress(0, OptionalLong.of(4 << 20)));
        bar.show(new TransferProgress(2 << 20, OptionalLong.of(4 << 20)));
        bar.end();

        assertThat(printed.toString())
                .isEqualTo("\r[" + " ".repeat(40) + "]   0 % 0.0 MiB\r[" + "#".repeat(20) + " ".repeat(20)
                        + "]  50 % 2.0 MiB" + System.lineSeparator());
    }

    @Test
    void nothingIsShownWhereNobodySits() {
        ProgressBar bar = new ProgressBar(new PrintWriter(printed), false);
        bar.show(new TransferProgress(1, OptionalLong.of(2)));
        bar.end();

        assertThat(printed.toString()).isEmpty();
    }
}
