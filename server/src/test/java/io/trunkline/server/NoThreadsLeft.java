package io.trunkline.server;

import java.time.Duration;
import java.util.List;

import static org.awaitility.Awaitility.await;

/** Fails while a thread of ours is alive: what a closed server must not leave behind. */
public final class NoThreadsLeft {
    private NoThreadsLeft() {}

    public static void check() {
        await().atMost(Duration.ofSeconds(20)).until(NoThreadsLeft::names, List::isEmpty);
    }

    private static List<String> names() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("trunkline-"))
                .toList();
    }
}
