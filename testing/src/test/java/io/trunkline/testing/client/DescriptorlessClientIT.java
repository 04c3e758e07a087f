package io.trunkline.testing.client;

import io.trunkline.server.TrunklineServer;
import io.trunkline.transport.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Row F22 of the faults, in the client's process: while it may open nothing it tries again with rests, and connects as soon as it
 * may.
 *
 * <p>Skips, and says so, where there is no {@code prlimit} to take descriptors from a process that runs, and to give them back.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DescriptorlessClientIT {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    /** Fewer than any process has open: what is open stays, and nothing more can be opened. */
    private static final int NONE = 3;

    private static final int PLENTY = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 8;

    @Test
    void clientRestsBetweenAttemptsThatFindNoDescriptorAndConnectsWhenThereIsOne() throws Exception {
        boolean limits = Files.isExecutable(PRLIMIT);
        if (!limits) {
            System.out.println(
                    "row F22 skipped: no " + PRLIMIT + ", which limits the open files of a process that runs");
        }
        Assumptions.assumeTrue(limits, "no prlimit");
        try (TrunklineServer server = TrunklineServer.builder()
                        .listen(0)
                        .handle("echo", (message, call) -> message.payload())
                        .start();
                ChildClient child = ChildClient.start(
                        List.of("-Xmx64m", "-XX:+UseSerialGC"),
                        DescriptorlessClientMain.class.getName(),
                        String.valueOf(server.port()))) {
            awaitResults(child, "READY");
            cut(server); // Once with descriptors: what is read from files then need not be later.
            awaitResults(child, "READY");
            ask(child);
            awaitResults(child, "answered");

            limit(child, NONE);
            cut(server);
            expectFailedAttempts(child);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.connections()).isEmpty());
            ask(child);

            limit(child, PLENTY);
            awaitResults(child, "READY", "answered");
            child.endInput();
            assertThat(child.next()).as("%s", child).isEqualTo("closed, selectors rebuilt: 0");
            assertThat(child.ends()).isTrue();
        }
    }

    private static void cut(TrunklineServer server) {
        server.connections().forEach(Connection::close);
    }

    private static void ask(ChildClient child) throws Exception {
        child.tell("ask");
    }

    /** Each is told once, numbered without a gap, with a rest of its own before the next. */
    private static void expectFailedAttempts(ChildClient child) throws InterruptedException {
        assertThat(child.next()).as("%s", child).isEqualTo("RECONNECTING");
        int first = restAfter("ConnectionLostException", child);
        for (int i = 1; i <= ATTEMPTS; i++) {
            assertThat(restAfter("ConnectFailedException: .* Too many open files.*", child))
                    .isEqualTo(first + i);
        }
    }

    /** Gives the number of the rest that is told next. */
    private static int restAfter(String failure, ChildClient child) throws InterruptedException {
        String result = child.next();
        assertThat(result).as("%s", child).matches("rest \\d+ " + failure + ".*");
        return Integer.parseInt(result.split(" ")[1]);
    }

    /** Waits for results, in whatever order they come, past what is told of the way to them. */
    private static void awaitResults(ChildClient child, String... results) throws InterruptedException {
        Set<String> missing = new HashSet<>(List.of(results));
        while (!missing.isEmpty()) {
            String result = child.next();
            assertThat(missing.remove(result) || result.matches("RECONNECTING|rest .*"))
                    .as("%s; %s", result, child)
                    .isTrue();
        }
    }

    private static void limit(ChildClient child, int files) throws Exception {
        Process setting = new ProcessBuilder(
                        PRLIMIT.toString(), "--pid", String.valueOf(child.pid()), "--nofile=" + files + ":")
                .inheritIO()
                .start();
        assertThat(setting.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(setting.exitValue()).isZero();
    }
}
