package io.trunkline.client;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Fails a test that leaves threads of ours behind. */
public final class LeftThreads {
    private LeftThreads() {}

    /** Looks at every live thread; call it when every client has been closed. */
    public static void assertNone() {
        List<String> left = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("trunkline-"))
                .filter(LeftThreads::staysAlive)
                .map(Thread::getName)
                .toList();
        assertThat(left).as("threads left behind").isEmpty();
    }

    /** A pool has ended a moment before its threads have: those are joined, the others are left behind. */
    private static boolean staysAlive(Thread thread) {
        try {
            thread.join(ScriptedPeer.PATIENCE_MILLIS);
            return thread.isAlive();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
