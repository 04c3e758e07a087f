package io.trunkline.server;

import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import io.trunkline.transport.TrunklineRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Disks that are full, gone, read-only or slow, and what an earlier process has left on one. */
class FileDiskIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private FileSender start(FileReceiver receiver) {
        fixture.start(server -> server.listen(
                0, JsonMessage.in(FrameFormat.lengthPrefixed()), c -> receiver.handler(c, message -> {})));
        return FileSender.json(fixture.server().port());
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void f37AFullDiskCostsTheFileAndLaterOnesGoThrough() throws Exception {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString()), "may mount");
        try (FileSender sender = start(FileReceiver.into(directory))) {
            byte[] file = new byte[2 << 20];
            sender.begin("t", "large", file.length, 262_144).content("t", file, 262_144, 0);
            sender.expectError("t", "SERVICE_UNAVAILABLE", "STORAGE");
            assertThat(names()).isEmpty();

            sender.end("t");
            while (!"TRANSFER_NOT_FOUND".equals(sender.outcome().get("reason"))) {}
            byte[] small = new byte[500_000];
            sender.send("{\"type\":\"file_start\",\"transferId\":\"u\",\"filename\":\"small\",\"fileSize\":500000,"
                    + "\"chunkSize\":262144}");
            while (!"file_start_ack".equals(sender.next().get("type"))) {}
            sender.content("u", small, 262_144, 0).end("u");
            assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
            assertThat(directory.resolve("small")).hasBinaryContent(small);
        } finally {
            fixture.server().closeNow();
            assertThat(run("umount", "-l", directory.toString())).isTrue();
        }
    }

    /** The directory is a mount point, so on another device than everything around it. */
    @Test
    void f38ADirectoryThatIsReadOnlyNowCostsTheFile() throws Exception {
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "tmpfs", directory.toString()), "may mount");
        try (FileSender sender = start(FileReceiver.into(directory))) {
            assertThat(run("mount", "-o", "remount,ro", directory.toString())).isTrue();
            sender.start("t", "f", 5, 5).expectError("t", "SERVICE_UNAVAILABLE", "STORAGE");
            assertThat(run("mount", "-o", "remount,rw", directory.toString())).isTrue();
            assertThat(sender.begin("t", "f", 0, 5).end("t").outcome().get("type"))
                    .isEqualTo("file_complete");
        } finally {
            fixture.server().closeNow();
            assertThat(run("umount", "-l", directory.toString())).isTrue();
        }
    }

    @Test
    void f38ADirectoryThatIsGoneCostsTheFile() throws IOException {
        Path uploads = Files.createDirectory(directory.resolve("uploads"));
        try (FileSender sender = start(FileReceiver.into(uploads))) {
            sender.begin("t", "f", 5, 5);
            Files.move(uploads, directory.resolve("moved"));
            sender.chunk("t", 0, "hello").end("t").expectError("t", "SERVICE_UNAVAILABLE", "STORAGE");
            sender.start("u", "g", 5, 5).expectError("u", "SERVICE_UNAVAILABLE", "STORAGE");

            Files.createDirectory(uploads);
            assertThat(sender.begin("v", "h", 0, 5).end("v").outcome().get("type"))
                    .isEqualTo("file_complete");
        }
    }

    @Test
    void aDirectoryThatBecameALinkIsNotFollowed(@TempDir Path elsewhere) throws IOException {
        Path uploads = Files.createDirectory(directory.resolve("uploads"));
        try (FileSender sender = start(FileReceiver.into(uploads))) {
            Files.delete(uploads);
            Files.createSymbolicLink(uploads, elsewhere);
            sender.start("t", "f", 5, 5).expectError("t", "SERVICE_UNAVAILABLE", "STORAGE");
            assertThat(elsewhere).isEmptyDirectory();
        }
    }

    @Test
    void partsOfADeadProcessAreRemovedAndNothingElse() throws IOException {
        Path stale = Files.writeString(directory.resolve(".trunkline-" + "a".repeat(32) + ".part"), "x");
        Path young = Files.writeString(directory.resolve(".trunkline-" + "b".repeat(32) + ".part"), "x");
        Path foreign = Files.writeString(directory.resolve(".trunkline-notes.part"), "x");
        Path file = Files.writeString(directory.resolve("file"), "x");
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofMinutes(16)));
        for (Path each : List.of(stale, foreign, file)) {
            Files.setLastModifiedTime(each, old);
        }
        FileReceiver.into(directory);

        assertThat(stale).doesNotExist();
        assertThat(List.of(young, foreign, file)).allMatch(Files::exists);
    }

    @Test
    void aDirectoryIsMadeWhereThatIsWantedAndRequiredElsewhere() throws IOException {
        Path missing = directory.resolve("a/b");
        assertThatThrownBy(() -> FileReceiver.into(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("directory")
                .hasMessageContaining("exists");
        assertThat(FileReceiver.builder(missing).createDirectory().build().directory())
                .isEqualTo(missing.toRealPath())
                .isEmptyDirectory();
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> FileReceiver.into(file)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FileSource.from(missing.resolve("c"))).isInstanceOf(IllegalArgumentException.class);
    }

    /** P2: what has come and waits for the disk is bounded, whatever the peer sends. */
    @Test
    void aSlowDiskStopsTheReadingOfItsConnectionAlone() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        FileObserver slow = new FileObserver() {
            @Override
            public void onStarted(FileProgress file) {
                if (file.fileName().equals("slow")) {
                    awaitQuietly(disk);
                }
            }
        };
        FileReceiver receiver = FileReceiver.builder(directory).observer(slow).build();
        byte[] file = new byte[32 << 20];
        try (TrunklineRuntime runtime = TrunklineRuntime.create()) {
            fixture.start(server -> server.options(
                            ServerOptions.builder().runtime(runtime).build())
                    .listen(0, JsonMessage.in(FrameFormat.lengthPrefixed()), c -> receiver.handler(c, message -> {})));
            try (FileSender sender = FileSender.json(fixture.server().port());
                    FileSender other = FileSender.json(fixture.server().port())) {
                AtomicLong peak = new AtomicLong();
                sender.start("t", "slow", file.length, 65_536, "");
                Thread sending =
                        new Thread(() -> sender.content("t", file, 65_536, 0).end("t"));
                sending.start();
                await().atMost(PATIENCE).until(() -> peak.accumulateAndGet(runtime.memoryUsed(), Math::max) > 500_000);
                for (int i = 0; i < 20; i++) {
                    other.begin("u" + i, "f" + i, 5, 5)
                            .chunk("u" + i, 0, "hello")
                            .end("u" + i);
                    assertThat(other.outcome().get("type")).isEqualTo("file_complete");
                    peak.accumulateAndGet(runtime.memoryUsed(), Math::max);
                }
                assertThat(sending.isAlive()).as("the peer is held").isTrue();
                assertThat(peak).hasValueLessThan(2 << 20);
                disk.countDown();
                while (!"file_complete".equals(sender.next().get("type"))) {}
                sending.join();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(runtime.memoryUsed()).isZero());
            }
            fixture.server().closeNow();
        }
        assertThat(directory.resolve("slow")).hasSize(32 << 20);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anObserverHearsHowEachFileFares() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        FileObserver observer = new FileObserver() {
            @Override
            public void onStarted(FileProgress file) {
                heard.add("started " + file.transferId() + " " + file.bytes());
                throw new IllegalStateException("an observer that throws changes nothing");
            }

            @Override
            public void onProgress(FileProgress file) {
                heard.add("progress " + file.fileName() + " " + file.bytes() + "/" + file.size());
            }

            @Override
            public void onCompleted(FileProgress file) {
                heard.add("completed " + file.bytes());
            }

            @Override
            public void onFailed(FileProgress file, String reason) {
                heard.add("failed " + file.bytes() + " " + reason);
            }
        };
        FileSender sender =
                start(FileReceiver.builder(directory).observer(observer).build());
        byte[] file = new byte[2_500_000];
        sender.begin("t", "f", file.length, 500_000)
                .content("t", file, 500_000, 0)
                .end("t");
        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
        assertThat(heard)
                .containsExactly(
                        "started t 0", "progress f 1500000/2500000", "progress f 2500000/2500000", "completed 2500000");
        heard.clear();
        sender.begin("t", "g", 10, 5).chunk("t", 0, "hello").end("t").expectError("t", "INVALID_REQUEST", "BAD_SIZE");
        assertThat(heard).containsExactly("started t 0", "failed 5 BAD_SIZE");
        heard.clear();
        sender.begin("t", "g", 10, 5)
                .send("{\"type\":\"error\",\"transferId\":\"t\",\"message\":\"no\",\"code\":\"MINE\"}");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("started t 0", "failed 0 MINE"));
        heard.clear();
        sender.begin("t", "g", 10, 5).close();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(heard).containsExactly("started t 0", "failed 0 CONNECTION_LOST"));
    }
}
