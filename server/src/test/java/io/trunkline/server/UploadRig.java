package io.trunkline.server;

import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A receiver of files into a directory of its own, over JSON and over {@code typed}, and those who send to it. Caller-confined. */
final class UploadRig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ServerFixture fixture;
    private final Path directory;
    private final List<FileSender> senders = new ArrayList<>();

    UploadRig(ServerFixture fixture, Path home) throws IOException {
        this.fixture = fixture;
        this.directory = Files.createDirectory(home.resolve("uploads"));
    }

    void start(Consumer<FileReceiver.Builder> with) {
        FileReceiver.Builder builder = FileReceiver.builder(directory);
        with.accept(builder);
        FileReceiver receiver = builder.build();
        fixture.start(server -> server.listen(
                        ListenOptions.builder().name("json").port(0).build(),
                        JsonMessage.in(FrameFormat.lengthPrefixed()),
                        c -> receiver.handler(c, c::send))
                .listen(
                        ListenOptions.builder().name("typed").port(0).build(),
                        FrameFormat.typed(),
                        c -> receiver.handler(c, frame -> c.send(new TypedFrame(0x99, 0, frame.payload())))));
    }

    TrunklineServer server() {
        return fixture.server();
    }

    Path directory() {
        return directory;
    }

    FileSender json() {
        FileSender sender = FileSender.json(server().port("json"));
        senders.add(sender);
        return sender;
    }

    FileSender typed() {
        FileSender sender = FileSender.typed(server().port("typed"));
        senders.add(sender);
        return sender;
    }

    /** What is in the directory, parts included. */
    List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitNothingLeft() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).isEmpty());
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        senders.forEach(FileSender::close);
    }
}
