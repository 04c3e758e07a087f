package io.trunkline.cli;

import io.trunkline.client.TransferProgress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows how far a file has come in one line that is written over, where somebody sits before a terminal.
 *
 * <p>Thread-safe: it is told by the threads that move the file.
 */
final class ProgressBar {
    private static final int WIDTH = 40;
    private static final double MEBIBYTE = 1 << 20;

    private final PrintWriter err;
    private final boolean shown;
    private boolean begun;

    ProgressBar(PrintWriter err) {
        this(err, Terminal.isPresent());
    }

    ProgressBar(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    synchronized void show(TransferProgress progress) {
        if (!shown) {
            return;
        }
        int done = (int) (WIDTH * progress.fraction());
        String bar = "#".repeat(done) + " ".repeat(WIDTH - done);
        err.print(String.format(
                Locale.ROOT, "\r[%s] %3.0f %% %.1f MiB", bar, 100 * progress.fraction(), progress.bytes() / MEBIBYTE));
        err.flush();
        begun = true;
    }

    /** Leaves the line, so that what is printed next has its own. */
    synchronized void end() {
        if (begun) {
            err.println();
            err.flush();
        }
    }
}
