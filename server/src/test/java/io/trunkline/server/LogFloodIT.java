package io.trunkline.server;

import io.trunkline.Route;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What peers can make a server log: short lines, few of them, without a control character (faults.md, section 2). */
class LogFloodIT {
    private static final Route<String, String> ECHO = Route.of("echo", String.class, String.class);
    private static final String EVIL = "\\u001b[2J\\r\\n\\u202e" + "name ".repeat(2_000);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private static void expectFewShortLines(LogLines log, String event) {
        List<String> lines = log.all();
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1_024);
            assertThat(line).doesNotContain("\u001b", "\u202e");
        });
        // The second, should the flood last longer than 10 s, says how many there were between.
        assertThat(lines.stream().filter(line -> line.contains(event))).hasSizeBetween(1, 3);
    }

    @Test
    void handlerThatFailsForEachOfAThousandRequestsIsALineIn10Seconds() {
        TrunklineServer server = fixture.start(builder -> builder.listen(0).handle(ECHO, text -> {
            throw new IllegalArgumentException("no such user: " + text);
        }));
        try (LogLines log = new LogLines()) {
            BytePeer peer = fixture.connect();
            for (int i = 1; i <= 1_000; i++) {
                assertThat(peer.exchange("request:echo:1.0.0:" + id(i) + "\n\"" + EVIL + "\""))
                        .contains("INTERNAL_ERROR")
                        .doesNotContain("no such user");
            }
            expectFewShortLines(log, "event=handler-failed");
        }
        assertThat(server.stats().handlers().failures()).isEqualTo(1_000);
    }

    @Test
    void frameHandlersThatFailForEachConnectionAreALineIn10Seconds() {
        TrunklineServer server =
                fixture.start(builder -> builder.listen(0, FrameFormat.lengthPrefixed(), connection -> frame -> {
                    throw new IllegalStateException(frame.text());
                }));
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 100; i++) {
                BytePeer peer = fixture.raw(Framing.LENGTH_PREFIXED);
                peer.send("evil\u001b\n" + "x".repeat(5_000));
                peer.expectClosed();
            }
            await().until(() -> server.stats().handlers().failures() == 100);
            await().untilAsserted(() -> expectFewShortLines(log, "event=handler-failed"));
        }
    }

    @Test
    void cancelActionsThatFailForEachRequestAreALineIn10Seconds() {
        CountDownLatch ran = new CountDownLatch(100);
        fixture.start(builder -> builder.listen(0).handleAsync(ECHO, (text, call) -> {
            call.onCancel(() -> {
                ran.countDown();
                throw new IllegalStateException(text);
            });
            return new CompletableFuture<>();
        }));
        try (LogLines log = new LogLines()) {
            BytePeer peer = fixture.connect();
            for (int i = 1; i <= 100; i++) {
                assertThat(peer.exchange("request:echo:1.0.0:" + id(i) + "::1\n\"" + EVIL + "\""))
                        .contains("TIMEOUT");
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> ran.getCount() == 0);
            await().untilAsserted(() -> expectFewShortLines(log, "event=cancel-action-failed"));
        }
    }
}
