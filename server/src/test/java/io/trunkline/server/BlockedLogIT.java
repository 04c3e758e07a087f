package io.trunkline.server;

import io.trunkline.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

/** Row F39 of the faults: a log that fails or stands still stops nobody but who has something to log. */
@Timeout(120)
class BlockedLogIT {
    private static final Route<String, String> FAIL = Route.of("fail", String.class, String.class);
    private static final Route<String, String> ECHO = Route.of("echo", String.class, String.class);
    private static final int CALLS = 1_000;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final PrintStream before = System.err;
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void giveTheLogBack() {
        release.countDown();
        System.setErr(before);
    }

    /** What a line is written to. */
    private interface Disk {
        void write() throws IOException;
    }

    private static void logTo(Disk disk) {
        OutputStream stream = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                disk.write();
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                disk.write();
            }
        };
        System.setErr(new PrintStream(stream, true, StandardCharsets.UTF_8));
    }

    private void start() {
        fixture.start(server -> server.listen(0).handle(ECHO, text -> text).handle(FAIL, text -> {
            throw new IllegalStateException("logged once in 10 s");
        }));
    }

    private static void expectServed(BytePeer peer) {
        for (int i = 0; i < CALLS; i++) {
            assertThat(peer.exchange("request:echo:1.0.0:" + id(i) + "\n\"x\"")).endsWith("\n\"x\"");
        }
    }

    @Test
    void appenderThatStandsStillStopsNobodyElse() throws Exception {
        start();
        BytePeer failing = fixture.connect();
        BytePeer other = fixture.connect();
        logTo(() -> {
            blocked.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        failing.send("request:fail:1.0.0:" + id(1) + "::60000\n\"x\"");
        blocked.await();
        // At once: ten seconds later there would be a line again.
        for (int i = 2; i < 20; i++) {
            assertThat(other.exchange("request:fail:1.0.0:" + id(i) + "\n\"x\""))
                    .as("has no line, so it waits for none")
                    .contains("\"INTERNAL_ERROR\"");
        }
        expectServed(other);
        expectServed(fixture.connect());
        failing.ping();
        release.countDown();
        assertThat(failing.receive()).startsWith("response:fail:1.0.0:" + id(1)).contains("\"INTERNAL_ERROR\"");
    }

    @Test
    void fullDiskUnderTheLogCostsLinesOnly() {
        start();
        BytePeer peer = fixture.connect();
        logTo(() -> {
            throw new IOException("No space left on device");
        });
        for (int i = 0; i < 20; i++) {
            assertThat(peer.exchange("request:fail:1.0.0:" + id(i) + "\n\"x\"")).contains("\"INTERNAL_ERROR\"");
        }
        expectServed(peer);
    }
}
