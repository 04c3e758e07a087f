package io.trunkline.server;

import io.trunkline.codec.Framing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.trunkline.server.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Rows F22, F27 and F28 of the faults: a process without heap, direct memory or descriptors refuses, and recovers. */
@Timeout(180)
class ExhaustionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FILES = 128;

    private final List<BytePeer> peers = new ArrayList<>();

    private BytePeer connect(ChildServer server) {
        BytePeer peer = BytePeer.connect(server.port());
        peers.add(peer);
        return peer;
    }

    private static boolean isServed(ChildServer server) {
        try (BytePeer peer = BytePeer.connect(server.port())) {
            return peer.exchange("request:echo:1.0.0:" + id(1) + "\n\"x\"").endsWith("\n\"x\"");
        } catch (UncheckedIOException | AssertionError e) {
            return false;
        }
    }

    /** Row F27: the request fails, or the process does; a port whose loop is dead would be worse than either. */
    @Test
    void handlerThatTakesTheWholeHeapFailsAloneAndTheServerGoesOn() throws Exception {
        int rounds = LongForm.count(5, 50);
        try (ChildServer server = ChildServer.start(
                List.of(), List.of("-Xmx48m", "-XX:+UseSerialGC"), HungryServerMain.class.getName())) {
            BytePeer peer = connect(server);
            for (int round = 0; round < rounds; round++) {
                assertThat(peer.exchange("request:devour:1.0.0:" + id(round) + "::60000\n\"x\""))
                        .startsWith("response:devour:1.0.0:" + id(round))
                        .contains("\"INTERNAL_ERROR\"")
                        .doesNotContain("OutOfMemory", "heap");
                await().atMost(PATIENCE).until(() -> isServed(server));
            }
            assertThat(server.isAlive()).isTrue();
        } finally {
            peers.forEach(BytePeer::close);
        }
    }

    /** Row F28: every thread that writes from the heap takes direct memory from the JDK, and there is little of it. */
    @Test
    void littleDirectMemoryCostsConnectionsAtMostAndNeverTheServer() throws Exception {
        String body = "\"" + "x".repeat(200_000) + "\"";
        try (ChildServer server = ChildServer.start(
                List.of(),
                List.of("-Xmx256m", "-XX:MaxDirectMemorySize=1m", "-XX:+UseSerialGC"),
                HungryServerMain.class.getName())) {
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                BytePeer peer = connect(server);
                byte[] request = peer.frame("request:echo:1.0.0:" + id(i) + "\n" + body);
                Thread caller = new Thread(() -> callUntilRefused(peer, request));
                callers.add(caller);
                caller.start();
            }
            for (Thread caller : callers) {
                caller.join(PATIENCE.toMillis());
                assertThat(caller.isAlive()).as("a request that never ended").isFalse();
            }
            await().atMost(PATIENCE).until(() -> isServed(server));
            assertThat(server.isAlive()).isTrue();
        } finally {
            peers.forEach(BytePeer::close);
        }
    }

    /** Asks ten times; whoever is refused or cut is done. */
    private static void callUntilRefused(BytePeer peer, byte[] request) {
        try {
            for (int i = 0; i < 10; i++) {
                String answer = peer.sendBytes(request).receive();
                assertThat(answer).matches(text -> text.endsWith("x\"") || text.contains("\"error\""));
            }
        } catch (UncheckedIOException e) {
            return; // Cut, which a process without memory may do.
        }
    }

    /** Row F22: a file that cannot be opened is the storage's failure, and the next one goes through once there is room. */
    @Test
    void uploadWithoutADescriptorIsStorageAndLaterOnesGoThrough(@TempDir Path directory) throws Exception {
        boolean shell = Files.isExecutable(Path.of("/bin/bash"));
        if (!shell) {
            System.out.println("row F22 skipped: no /bin/bash, whose ulimit sets the limit of open files");
        }
        Assumptions.assumeTrue(shell, "no /bin/bash");
        Path uploads = Files.createDirectory(directory.resolve("uploads"));
        List<String> limited = List.of("/bin/bash", "-c", "ulimit -n " + FILES + " && exec \"$@\"", "bash");
        try (ChildServer server = ChildServer.start(
                        limited, List.of("-Xmx64m"), UploadServerMain.class.getName(), uploads.toString());
                FileSender sender = FileSender.typed(server.port())) {
            useOnce(sender, uploads, directory.resolve("away"));
            endOnce(server);
            fill(server);
            sender.start("t", "f", 5, 5).expectError("t", "SERVICE_UNAVAILABLE", "STORAGE");
            peers.forEach(BytePeer::close);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(sender.start("u", "g", 0, 5).next().get("type"))
                                    .isEqualTo("file_start_ack"));
            assertThat(sender.end("u").outcome().get("type")).isEqualTo("file_complete");
            assertThat(directory.resolve("uploads/g")).isEmptyFile();
        } finally {
            peers.forEach(BytePeer::close);
        }
    }

    /** A whole upload and a refused one first: where classes lie in directories, none can be loaded once files are out. */
    private static void useOnce(FileSender sender, Path uploads, Path away) throws IOException {
        assertThat(sender.begin("a", "whole", 5, 5)
                        .chunk("a", 0, "hello")
                        .end("a")
                        .outcome()
                        .get("type"))
                .isEqualTo("file_complete");
        Files.move(uploads, away);
        sender.start("b", "none", 5, 5).expectError("b", "SERVICE_UNAVAILABLE", "STORAGE");
        Files.move(away, uploads);
    }

    /** A connection that ends and one that breaks, for the same reason: what ends the peers below must be loaded by then. */
    private static void endOnce(ChildServer server) {
        try (BytePeer ends = BytePeer.raw(server.port(), Framing.ENVELOPE);
                BytePeer breaks = BytePeer.raw(server.port(), Framing.ENVELOPE)) {
            assertThat(isAnswered(ends)).isTrue();
            assertThat(isAnswered(breaks)).isTrue();
            breaks.reset();
            ends.endOutput();
            ends.expectClosed();
        }
    }

    /** Connects until the server takes nobody more. */
    private void fill(ChildServer server) {
        boolean taken = true;
        while (taken) {
            assertThat(peers).hasSizeLessThan(FILES);
            BytePeer peer = BytePeer.raw(server.port(), Framing.ENVELOPE);
            peers.add(peer);
            taken = isAnswered(peer);
        }
    }

    /** By the answer to a heartbeat of {@code typed}. */
    private static boolean isAnswered(BytePeer peer) {
        try {
            return peer.sendBytes(new byte[] {0, 1, 0, 0, 0, 0, 0, 0}).readBytes(12).length == 12;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
