package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.StreamHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.trunkline.server.FileStreamWords.answer;
import static io.trunkline.server.FileStreamWords.expectAck;
import static io.trunkline.server.FileStreamWords.expectError;
import static io.trunkline.server.FileStreamWords.get;
import static io.trunkline.server.FileStreamWords.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Files that are asked for on a stream, and come on another: what is sent, from where, and what is refused. */
final class FileSourceStreamIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path home;

    private Path directory = Path.of("made before each test");

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final StreamEnd end = new StreamEnd();
    private volatile int skipped;

    /** What came, and what was said about it. */
    private record Received(Map<?, ?> start, Payload bytes) {}

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectory(home.resolve("files"));
    }

    @AfterEach
    void closeEnd() {
        end.close();
    }

    /** A receiver by hand, which answers as it must. */
    private void receive(DuplexStream stream) {
        Map<?, ?> start = stream.metadata().as(Map.class);
        stream.write(Payload.json(Map.of("type", "file_start_ack", "transferId", "t", "status", "ready")));
        int size = ((Number) Objects.requireNonNull(start.get("fileSize"))).intValue() - skipped;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < size) {
            byte[] next = Objects.requireNonNull(stream.read(PATIENCE), "closed before its end")
                    .toBytes();
            bytes.write(next, 0, next.length);
        }
        stream.write(Payload.json(
                Map.of("type", "file_complete", "transferId", "t", "filename", "f", "receivedBytes", size + skipped)));
        assertThat(stream.read(PATIENCE)).as("the source closes").isNull();
        received.add(new Received(start, Payload.wrap(bytes.toByteArray())));
    }

    private StreamConnection asking(FileSource source, @Nullable StreamHandler handler) {
        fixture.start(server -> server.listen(0, source.streamHandler()));
        return end.connect(fixture.server().port(), handler);
    }

    @Test
    void aFileThatIsAskedForComesOnAStreamOfItsOwnWithItsDigest() throws Exception {
        byte[] file = UploadRig.random(3_000_000, 4);
        Files.write(directory.resolve("f"), file);
        List<String> heard = new CopyOnWriteArrayList<>();
        FileSource source = FileSource.builder(directory)
                .observer(new FileObserver() {
                    @Override
                    public void onCompleted(FileProgress sent) {
                        heard.add(sent.fileName() + " " + sent.bytes());
                    }
                })
                .build();
        DuplexStream asked = asking(source, this::receive).open("file_get", get("t", "f"));

        Received all = Objects.requireNonNull(received.poll(20, TimeUnit.SECONDS), "nothing was received");
        assertThat(all.start().get("transferId")).isEqualTo("t");
        assertThat(all.start().get("filename")).isEqualTo("f");
        assertThat(all.start().get("chunkSize")).isEqualTo(65_536);
        assertThat(all.start().get("sha256")).isEqualTo(FileSender.sha256(file));
        assertThat(all.bytes().toBytes()).isEqualTo(file);
        assertThat(asked.read(PATIENCE))
                .as("nothing is said on the stream that asked")
                .isNull();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("f 3000000"));
    }

    @Test
    void aFileIsSentFromTheByteThatWasAskedFor() throws Exception {
        byte[] file = UploadRig.random(100_000, 5);
        Files.write(directory.resolve("f"), file);
        skipped = 65_536;
        asking(FileSource.from(directory), this::receive).open("file_get", get("t", "f", "resumeFrom", 65_536));

        Received rest = Objects.requireNonNull(received.poll(20, TimeUnit.SECONDS), "nothing was received");
        assertThat(rest.bytes().toBytes()).isEqualTo(Arrays.copyOfRange(file, 65_536, file.length));
        assertThat(rest.start().get("fileSize")).isEqualTo(file.length);
    }

    @Test
    void row91WhatIsNoFileIsRefusedOnTheStreamThatAsked() throws IOException {
        Files.createDirectory(directory.resolve("sub"));
        Files.createSymbolicLink(directory.resolve("zero"), Path.of("/dev/zero"));
        Files.writeString(directory.resolve("f"), "hello");
        StreamConnection connection = asking(FileSource.from(directory), this::receive);

        for (String name : List.of("sub", "zero", "missing", "../files/f")) {
            expectError(connection.open("file_get", get("t", name)), "INVALID_REQUEST", "BAD_NAME");
        }
        DuplexStream behind = connection.open("file_get", get("t", "f", "resumeFrom", 65_536));
        assertThat(answer(behind).get("code")).isEqualTo("INVALID_REQUEST");
        assertThat(received).isEmpty();
    }

    @Test
    void aReceiverThatGivesUpFreesItsPlace() throws Exception {
        Files.write(directory.resolve("f"), UploadRig.random(500_000, 6));
        FileSource source = FileSource.builder(directory).transfersPerAddress(1).build();
        StreamConnection connection = asking(source, stream -> {
            if (skipped == 0) {
                skipped = -1;
                throw new ReplyException(io.trunkline.ErrorCode.of("NOT_WANTED"), "no");
            }
            skipped = 0;
            receive(stream);
        });
        assertThat(connection.open("file_get", get("t", "f")).read(PATIENCE)).isNull();

        connection.open("file_get", get("t", "f"));
        assertThat(received.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void filesGoBothWaysAtOneListenerBesideStreamsOfOtherTypes() throws Exception {
        Files.write(directory.resolve("f"), UploadRig.random(70_000, 7));
        StreamHandler handler = StreamHandler.byType()
                .handle("file", FileReceiver.into(directory).streamHandler())
                .handle("file_get", FileSource.from(directory).streamHandler())
                .otherwise(stream -> stream.write(Payload.ofText("mine")))
                .build();
        fixture.start(server -> server.listen(0, handler));
        StreamConnection connection = end.connect(fixture.server().port(), this::receive);

        expectAck(connection.open("file", start("up", "g", 5)), "up");
        connection.open("file_get", get("t", "f"));
        assertThat(received.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(connection.open("chat").read(PATIENCE)).isEqualTo(Payload.ofText("mine"));
    }
}
