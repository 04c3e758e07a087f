package io.trunkline.server.internal.file;

import io.trunkline.JsonMessage;
import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.server.FileObserver;
import io.trunkline.server.FileProgress;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Times, by a clock that the test sets: 30 s without a chunk, 10 min for a part, 10 s for two lines, and a disk that hangs. */
class FileClockTest {
    private static final Duration STALL = Duration.ofSeconds(30);
    private static final Duration BEFORE = STALL.minusMillis(1);
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final String START =
            "{\"type\":\"file_start\",\"transferId\":\"t\",\"filename\":\"f\",\"fileSize\":10,"
                    + "\"chunkSize\":5,\"resumable\":true}";
    private static final String CHUNK =
            "{\"type\":\"file_chunk\",\"transferId\":\"t\",\"chunkIndex\":0,\"data\":\"aGVsbG8=\"}";

    @TempDir
    Path directory;

    private final ManualLoop loop = new ManualLoop();
    private Duration hang = Duration.ZERO;

    @BeforeEach
    void workOnTheLoop() {
        loop.loop().blocking(Runnable::run);
    }

    @AfterEach
    void nothingIsLeft() {
        loop.close();
    }

    private Uploads uploads() throws IOException {
        FileObserver hanging = new FileObserver() {
            @Override
            public void onStarted(FileProgress file) {
                loop.ticker().advance(hang);
            }
        };
        return Uploads.open(
                new UploadSettings(directory.toRealPath(), 1_000, 1_000, 16, STALL, false, true, false, hanging));
    }

    private ManualConnection json() throws IOException {
        Uploads uploads = uploads();
        return new ManualConnection(
                loop,
                ConnectionSettings.DEFAULT,
                protocol(JsonMessage.in(FrameFormat.lengthPrefixed()))
                        .logic(connection -> uploads.handler(connection, frame -> {})));
    }

    private ManualConnection named() throws IOException {
        ConnectionLogic logic = protocol(FrameFormat.raw()).logic(uploads().namedFiles());
        return new ManualConnection(loop, ConnectionSettings.DEFAULT, logic);
    }

    private static <F> FrameProtocol<F> protocol(FrameFormat<F> format) {
        return new FrameProtocol<>(
                new FrameSettings<>(format, FrameLimits.DEFAULT, OutboundLimits.DEFAULT, Runnable::run, true));
    }

    private static void arrives(ManualConnection connection, String json) {
        Payload body = Payload.ofText(json);
        ByteBuffer frame = ByteBuffer.allocate(4 + body.size());
        FrameFormat.lengthPrefixed().write(body, frame);
        connection.socket().arrives(frame.array());
        connection.readable();
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String answers(ManualConnection connection) {
        return new String(connection.socket().taken(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void row90ATransferIsAbortedAfterThirtySecondsWithoutAChunkAndNotBefore() throws IOException {
        try (ManualConnection connection = json()) {
            arrives(connection, START);
            loop.advance(BEFORE);
            arrives(connection, CHUNK);
            loop.advance(BEFORE);
            assertThat(files()).hasSize(1);
            loop.advance(MILLI);
            loop.runUntilIdle();
            assertThat(files()).isEmpty();
            assertThat(answers(connection)).contains("\"code\":\"TIMEOUT\"");
        }
    }

    @Test
    void aSourceIsNotPunishedForADiskThatHangs() throws IOException {
        try (ManualConnection connection = json()) {
            hang = STALL.multipliedBy(3);
            arrives(connection, START);
            loop.runUntilIdle();
            loop.advance(BEFORE.minusSeconds(1));
            assertThat(answers(connection)).doesNotContain("TIMEOUT");
            loop.advance(Duration.ofSeconds(1).plus(MILLI));
            loop.runUntilIdle();
            assertThat(answers(connection)).contains("\"code\":\"TIMEOUT\"");
        }
    }

    @Test
    void aPartIsKeptForTenMinutesAndNotLonger() throws IOException {
        ManualConnection connection = json();
        arrives(connection, START);
        arrives(connection, CHUNK);
        connection.close();
        loop.advance(Duration.ofMinutes(10).minus(MILLI));
        assertThat(files()).hasSize(1);
        loop.advance(MILLI);
        loop.runUntilIdle();
        assertThat(files()).isEmpty();
    }

    @Test
    void aNamedFileMayPauseForThirtySecondsAndNotLonger() throws IOException {
        try (ManualConnection connection = named()) {
            connection.socket().arrives("f\n10\nhello");
            connection.readable();
            loop.advance(BEFORE);
            assertThat(files()).hasSize(1);
            loop.advance(MILLI);
            loop.runUntilIdle();
            assertThat(files()).isEmpty();
            assertThat(connection.socket().isOutputShut()).isTrue();
            assertThat(connection.socket().taken()).isEmpty();
        }
    }

    @Test
    void nameAndSizeHaveTenSecondsHoweverTheyTrickle() throws IOException {
        try (ManualConnection connection = named()) {
            for (int second = 0; second < 10; second++) {
                connection.socket().arrives("n");
                connection.readable();
                assertThat(connection.socket().isOutputShut()).isFalse();
                loop.advance(Duration.ofSeconds(1));
            }
            loop.runUntilIdle();
            assertThat(connection.socket().isOutputShut()).isTrue();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void whoSendsNothingAtAllIsSentAway() throws IOException {
        try (ManualConnection connection = named()) {
            loop.advance(STALL);
            loop.runUntilIdle();
            assertThat(connection.socket().isOutputShut()).isTrue();
        }
    }
}
