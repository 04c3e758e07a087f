package io.trunkline.client;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Keeps what the loggers write to the standard error, INFO and above, until it is closed. */
final class LogLines implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    LogLines() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    /** The lines with this word in them, so far. */
    List<String> with(String word) {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(word))
                .toList();
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
