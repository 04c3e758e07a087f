package io.trunkline.testing;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Fails a test that leaves threads of ours behind; a pool that has ended does so a moment before its threads. */
public final class OurThreads {
    private OurThreads() {}

    /** Looks until none is left; call it when every server and client has been closed. */
    public static void awaitNone() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(left()).as("threads left behind").isEmpty());
    }

    private static List<String> left() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("trunkline-"))
                .toList();
    }
}
