package io.trunkline.cli;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DemoIT {
    @Test
    void demoShowsARequestAnErrorAnEventAndTheirBytes() {
        Command demo = Command.run("demo");

        assertThat(demo.err()).isEmpty();
        assertThat(demo.exitCode()).isZero();
        assertThat(demo.out())
                .contains("-> Said[text=hello]")
                .contains("-> ReplyException INVALID_REQUEST")
                .contains("-> events.user.created {\"id\":7}")
                .containsPattern("0000  00 00 00 [0-9a-f]{2} +length: \\d+ bytes")
                .containsPattern("header line: request:echo\\.say:1\\.0\\.0:[0-9a-f-]{36}::\\d+")
                .contains("payload: {\"text\":\"hello\"}")
                .contains("no thread of theirs is left");
    }

    @Test
    void demoLeavesNoThread() {
        Command.run("demo");

        // A pool that has ended does so a moment before its threads.
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("trunkline-") || name.startsWith("demo-")));
    }
}
