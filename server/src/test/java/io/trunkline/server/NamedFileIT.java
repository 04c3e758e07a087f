package io.trunkline.server;

import io.trunkline.codec.Framing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** One file per connection, by name, size and bytes: rows 81 to 88 of the catalogue, and no byte of an answer, ever. */
@Tag("feature-41")
class NamedFileIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private final List<BytePeer> peers = new ArrayList<>();

    @BeforeEach
    void start() {
        FileReceiver receiver =
                FileReceiver.builder(directory).maxFile(2_000_000).build();
        fixture.start(server -> server.listen(0, receiver));
    }

    @AfterEach
    void closePeers() {
        peers.forEach(BytePeer::close);
    }

    private BytePeer peer() {
        BytePeer peer = BytePeer.raw(fixture.server().port(), Framing.LENGTH_PREFIXED);
        peers.add(peer);
        return peer;
    }

    private BytePeer send(String bytes) {
        return peer().sendBytes(bytes.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void expectSilentEnd(BytePeer peer) {
        peer.expectClosed();
    }

    @Test
    void ourEndMeansThatTheFileIsThere() throws IOException {
        byte[] file = new byte[1_500_000];
        new Random(5).nextBytes(file);
        BytePeer peer = send("size.bin\n1500000\n").sendBytes(file);
        peer.endOutput();
        expectSilentEnd(peer);

        assertThat(Files.readAllBytes(directory.resolve("size.bin"))).isEqualTo(file);
        assertThat(names()).containsExactly("size.bin");
    }

    @Test
    void aFileArrivesWhereverItsBytesAreSplit() {
        byte[] bytes = "name\n5\nhello".getBytes(StandardCharsets.US_ASCII);
        for (int split = 0; split <= bytes.length; split++) {
            BytePeer peer = peer().sendBytes(Arrays.copyOfRange(bytes, 0, split));
            peer.sendBytes(Arrays.copyOfRange(bytes, split, bytes.length)).endOutput();
            expectSilentEnd(peer);
            assertThat(directory.resolve("name")).as("split %d", split).hasContent("hello");
            assertThat(directory.resolve("name").toFile().delete()).isTrue();
        }
    }

    @Test
    void anEmptyFileIsAFileAndNoByteIsNone() {
        BytePeer empty = send("empty\n0\n");
        empty.endOutput();
        BytePeer nothing = peer();
        nothing.endOutput();
        expectSilentEnd(empty);
        expectSilentEnd(nothing);
        assertThat(names()).containsExactly("empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x\n1\nx",
                "/x\n1\nx",
                "..\\x\n1\nx",
                "%2e%2e/x\n1\nx",
                "\uFF0E\uFF0E\n1\nx",
                "\n1\nx",
                ".x\n1\nx",
                "CON\n1\nx",
                "-rf\n1\nx",
                "a\u0000\n1\nx",
                "a\r\n1\nx"
            })
    void rows81And82NamesThatMeanSomethingElseEndTheConnection(String bytes) {
        expectSilentEnd(send(bytes));
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9223372036854775808", "9223372036854775807", "2000001", "1e3", "", "+1", "01", " 1"})
    void row84SizesThatAreNoneEndTheConnectionBeforeAnythingIsWritten(String size) {
        expectSilentEnd(send("f\n" + size + "\nx"));
        assertThat(names()).isEmpty();
    }

    @Test
    void row84AFileOfExactlyTheLimitIsTaken() {
        BytePeer peer = send("f\n2000000\n").sendBytes(new byte[2_000_000]);
        peer.endOutput();
        expectSilentEnd(peer);
        assertThat(directory.resolve("f")).hasSize(2_000_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void row85AFileThatBreaksOffLeavesNothing(boolean reset) {
        BytePeer peer = send("f\n10\nhello");
        await().atMost(PATIENCE).until(() -> names().size() == 1);
        if (reset) {
            peer.reset();
        } else {
            peer.endOutput();
            expectSilentEnd(peer);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).isEmpty());
    }

    @Test
    void row86BytesBehindTheFileEndTheConnectionAndTheFileStays() {
        expectSilentEnd(send("f\n5\nhello, world"));
        assertThat(directory.resolve("f")).hasContent("hello");
        assertThat(names()).containsExactly("f");
    }

    @Test
    void row88OfTwoFilesOfOneNameTheFirstThatIsWholeWins() {
        BytePeer first = send("f\n5\nfir");
        await().atMost(PATIENCE).until(() -> names().size() == 1);
        BytePeer second = send("f\n6\nsecond");
        second.endOutput();
        expectSilentEnd(second);
        first.sendBytes("st".getBytes(StandardCharsets.US_ASCII));
        expectSilentEnd(first);

        assertThat(directory.resolve("f")).hasContent("second");
        assertThat(names()).containsExactly("f");
    }

    @Test
    void row90AnAddressHas16Files() {
        for (int i = 0; i < 16; i++) {
            send("f" + i + "\n5\nhell");
        }
        await().atMost(PATIENCE).until(() -> names().size() == 16);
        expectSilentEnd(send("f16\n5\nhello"));
        peers.get(0).sendBytes(new byte[] {'o'}).endOutput();
        expectSilentEnd(peers.get(0));
        BytePeer next = send("f16\n5\nhello");
        next.endOutput();
        expectSilentEnd(next);
        assertThat(directory.resolve("f16")).hasContent("hello");
    }

    @Test
    void aDrainFinishesTheFileThatHasBegun() {
        BytePeer idle = peer();
        BytePeer begun = send("f\n10\nhello");
        await().atMost(PATIENCE).until(() -> names().size() == 1);
        var report = fixture.server().closeAsync(PATIENCE);
        expectSilentEnd(idle);
        begun.sendBytes("world".getBytes(StandardCharsets.US_ASCII));
        expectSilentEnd(begun);
        assertThat(report.join().cutConnections()).isZero();
        assertThat(directory.resolve("f")).hasContent("helloworld");
    }

    @Test
    void optionsThatDoNotFitAreRefused() {
        FileReceiver digests = FileReceiver.builder(directory).requireSha256().build();
        assertThatThrownBy(() -> TrunklineServer.builder().listen(0, digests))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("requireSha256");
        FileReceiver receiver = FileReceiver.into(directory);
        ListenOptions onLoop = ListenOptions.builder().onLoop().build();
        assertThatThrownBy(() -> TrunklineServer.builder().listen(onLoop, receiver))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("onLoop");
    }
}
