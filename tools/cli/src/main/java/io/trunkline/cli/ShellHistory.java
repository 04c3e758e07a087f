package io.trunkline.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last ten messages that a shell has sent and received. Thread-safe. */
final class ShellHistory {
    private static final int LENGTH = 10;

    private final Deque<String> lines = new ArrayDeque<>(LENGTH);

    void sent(String text) {
        add("[sent] " + text);
    }

    void received(String text) {
        add("[received] " + text);
    }

    private synchronized void add(String line) {
        if (lines.size() == LENGTH) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    synchronized String describe() {
        return lines.isEmpty() ? "No messages yet" : String.join(System.lineSeparator(), lines);
    }
}
