package io.trunkline.testing.client;

import io.trunkline.Route;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.OurThreads;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A blocking request of a virtual thread leaves its carrier to others. */
class VirtualThreadsIT {
    private static final int CALLERS = 1_000;
    private static final Route<Integer, Integer> MEET = Route.of("meet", Integer.class, Integer.class);
    private static final Route<Integer, Integer> COME_FIRST = Route.of("come.first", Integer.class, Integer.class);

    private record Waiting(int number, CompletableFuture<Integer> answer) {}

    private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger arrived = new AtomicInteger();

    /** Nobody is answered before everybody has asked: with one carrier, the first that kept it would be the last. */
    @Test
    @Timeout(180)
    void aThousandWaitForTheirAnswersAtOnceOnOneCarrier() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "no virtual threads before JDK 21");
        try (TrunklineServer server = TrunklineServer.builder()
                .listen(0)
                .handleAsync(MEET, (number, call) -> meet(number))
                .handleAsync(COME_FIRST, (number, call) -> CompletableFuture.completedFuture(number))
                .start()) {
            Process callers = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djdk.virtualThreadScheduler.parallelism=1",
                            "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            VirtualCallers.class.getName(),
                            String.valueOf(server.port()),
                            String.valueOf(CALLERS))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader said = callers.inputReader()) {
                List<String> lines = said.lines().toList();
                assertThat(lines).contains("ANSWERED " + CALLERS, "PINNED []");
                assertThat(callers.waitFor(20, TimeUnit.SECONDS)).isTrue();
            } finally {
                callers.destroyForcibly();
            }
        }
        OurThreads.awaitNone();
    }

    private CompletableFuture<Integer> meet(int number) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        waiting.add(new Waiting(number, answer));
        if (arrived.incrementAndGet() == CALLERS) {
            waiting.forEach(each -> each.answer().complete(each.number()));
        }
        return answer;
    }
}
