package io.trunkline.testing.client;

import io.trunkline.JsonMessage;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.TransferOptions;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.FileObserver;
import io.trunkline.server.FileProgress;
import io.trunkline.server.FileReceiver;
import io.trunkline.server.FileSource;
import io.trunkline.server.TrunklineServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Servers that take files into one directory and give them out of it, and what tests of their clients share. */
final class ClientFileRig {
    static final FrameFormat<JsonMessage> JSON = JsonMessage.in(FrameFormat.lengthPrefixed());
    static final int CHUNK = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<FileProgress> started = new CopyOnWriteArrayList<>();
    private final FileReceiver uploads;
    private final FileSource downloads;

    ClientFileRig(Path directory) {
        uploads = FileReceiver.builder(directory)
                .observer(new FileObserver() {
                    @Override
                    public void onStarted(FileProgress file) {
                        started.add(file);
                    }
                })
                .build();
        downloads = FileSource.from(directory);
    }

    /** What the receiver has begun to take. */
    List<FileProgress> started() {
        return started;
    }

    FileReceiver uploads() {
        return uploads;
    }

    TrunklineServer json() {
        return TrunklineServer.builder()
                .listen(0, JSON, c -> uploads.handler(c, downloads.handler(c, c::send)))
                .start();
    }

    TrunklineServer typed() {
        return TrunklineServer.builder()
                .listen(0, FrameFormat.typed(), c -> uploads.handler(c, downloads.handler(c, c::send)))
                .start();
    }

    static ClientOptions.Builder to(TrunklineServer server) {
        return ClientOptions.builder()
                .endpoint("127.0.0.1", server.port())
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .reconnect(ReconnectPolicy.never());
    }

    static FrameClient<JsonMessage> connect(TrunklineServer server) {
        return FrameClient.connect(JSON, to(server).build());
    }

    static TransferOptions.Builder chunks() {
        return TransferOptions.builder().chunkSize(CHUNK);
    }

    static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static Path file(Path directory, String name, int size) throws IOException {
        return Files.write(directory.resolve(name), content(size));
    }

    static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
