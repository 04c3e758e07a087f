package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.server.apps.EchoApps;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class FrameListenerIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Arguments echo(FrameFormat<?> format, byte[] sent, byte[] answered) {
        return Arguments.of(format.name(), listening(format), sent, answered);
    }

    private static <F> Consumer<TrunklineServer.Builder> listening(FrameFormat<F> format) {
        return server -> server.listen(0, format, EchoApps.frames());
    }

    static Stream<Arguments> echoes() {
        return Stream.of(
                echo(FrameFormat.raw(), ascii("any bytes"), ascii("any bytes")),
                echo(FrameFormat.lengthPrefixed(), hex("00000003 C3A97B"), hex("00000003 C3A97B")),
                echo(FrameFormat.envelope(), hex("00000003 00000000 C3A97B"), hex("00000003 00000000 C3A97B")),
                echo(FrameFormat.lineLength(), ascii("5\nhello"), ascii("5\nhello")),
                echo(FrameFormat.jsonLines(), ascii("{\"a\":1}\n"), ascii("{\"a\":1}\n")),
                echo(FrameFormat.typed(), hex("0010 00000002 BEEF 4142"), hex("0010 00000002 BEEF 4142")),
                echo(FrameFormat.typed(), hex("0001 00000000 0000"), hex("0002 00000004 0000 706F6E67")),
                Arguments.of(
                        "multiplexed",
                        (Consumer<TrunklineServer.Builder>) server -> server.listen(0, EchoApps.streams()),
                        join(
                                hex("00000000 00000038"),
                                ascii("{\"type\":\"stream_create\",\"streamId\":1,\"streamType\":\"x\"}  "),
                                hex("00000001 00000003 414243")),
                        hex("00000001 00000003 414243")));
    }

    private static byte[] join(byte[]... parts) {
        int size = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("echoes")
    @Tag("feature-20")
    @Tag("feature-21")
    @Tag("feature-22")
    void echoSendsBackWhateverTheSplit(
            String name, Consumer<TrunklineServer.Builder> listening, byte[] sent, byte[] answered) {
        fixture.start(listening);
        for (int cut = 1; cut <= sent.length; cut++) {
            try (BytePeer peer = fixture.raw(Framing.ENVELOPE)) {
                peer.sendBytes(Arrays.copyOf(sent, cut));
                peer.sendBytes(Arrays.copyOfRange(sent, cut, sent.length));
                assertThat(peer.readBytes(answered.length)).as("cut at %d", cut).isEqualTo(answered);
            }
        }
    }

    @Test
    void coalescedFramesAreAllEchoedInOrder() {
        fixture.start(listening(FrameFormat.lineLength()));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            String body = "message " + i;
            lines.append(body.length()).append('\n').append(body);
        }
        BytePeer peer = fixture.raw(Framing.ENVELOPE);
        peer.sendBytes(ascii(lines.toString()));
        assertThat(new String(peer.readBytes(lines.length()), StandardCharsets.US_ASCII))
                .isEqualTo(lines.toString());
    }

    @Test
    @Tag("feature-18")
    @Tag("feature-19")
    void typedHeartbeatAnswerIsNotAnsweredNorHandedOn() {
        fixture.start(listening(FrameFormat.typed()));
        BytePeer peer = fixture.raw(Framing.ENVELOPE);
        peer.sendBytes(join(hex("0002 00000004 0000 706F6E67"), hex("0010 00000001 0000 41")));
        assertThat(peer.readBytes(9)).isEqualTo(hex("0010 00000001 0000 41"));
    }

    @Test
    void badFrameEndsTheConnectionAndTheHandlerLearnsWhy() {
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        fixture.start(server ->
                server.listen(0, FrameFormat.lineLength(), connection -> new ConnectionHandler<Payload>() {
                    @Override
                    public void onFrame(Payload frame) {
                        connection.send(frame);
                    }

                    @Override
                    public void onClose(CloseReason reason) {
                        closed.complete(reason);
                    }
                }));
        BytePeer peer = fixture.raw(Framing.ENVELOPE);
        peer.sendBytes(ascii("1\nx+5\n"));
        assertThat(new String(peer.readToEnd(), StandardCharsets.US_ASCII)).isEqualTo("1\nx");
        peer.close();
        assertThat(closed.join().kind()).isEqualTo(CloseReason.Kind.PROTOCOL);
    }

    @Test
    void namedFileComesBackWholeAndIsFollowedByTheEnd() {
        fixture.start(server -> server.listen(0, FrameFormat.raw(), EchoApps.namedFile()));
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        byte[] file = join(ascii("photo.jpg\n3000000\n"), content);
        BytePeer peer = fixture.raw(Framing.ENVELOPE);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> peer.sendBytes(file));
        assertThat(peer.readToEnd()).isEqualTo(file);
        sending.join();
    }

    @Test
    void namedFileComesBackAtEverySplitOfItsHeader() {
        fixture.start(server -> server.listen(0, FrameFormat.raw(), EchoApps.namedFile()));
        byte[] file = ascii("a\n3\nxyz");
        for (int cut = 1; cut < file.length; cut++) {
            try (BytePeer peer = fixture.raw(Framing.ENVELOPE)) {
                peer.sendBytes(Arrays.copyOf(file, cut));
                peer.sendBytes(Arrays.copyOfRange(file, cut, file.length));
                assertThat(peer.readToEnd()).as("cut at %d", cut).isEqualTo(file);
            }
        }
    }

    @Test
    void namedFileWithABadNameIsNotEchoed() {
        fixture.start(server -> server.listen(0, FrameFormat.raw(), EchoApps.namedFile()));
        BytePeer peer = fixture.raw(Framing.ENVELOPE);
        peer.sendBytes(ascii("../x\n1\nx"));
        assertThat(peer.readToEnd()).isEmpty();
    }

    @Test
    @Tag("feature-124")
    @Tag("feature-138")
    @Tag("feature-139")
    void silentConnectionIsClosedAfterTheIdleTimeout() {
        fixture.start(server -> server.listen(
                ListenOptions.builder()
                        .port(0)
                        .idleTimeout(Duration.ofMillis(50))
                        .build(),
                FrameFormat.raw(),
                EchoApps.frames()));
        fixture.raw(Framing.ENVELOPE).expectClosed();
    }

    @Test
    void connectionThatWeDoNotReadIsNotIdle() {
        List<FrameConnection<Payload>> opened = new CopyOnWriteArrayList<>();
        ListenOptions listen = ListenOptions.builder()
                .port(0)
                .idleTimeout(Duration.ofMillis(50))
                .onLoop()
                .build();
        fixture.start(server -> server.listen(listen, FrameFormat.raw(), connection -> {
            if (opened.isEmpty()) {
                connection.pauseReading();
            }
            opened.add(connection);
            return frame -> {};
        }));
        BytePeer paused = fixture.raw(Framing.ENVELOPE);
        await().until(() -> opened.size() == 1);
        // Both would time out alike, the paused one first.
        fixture.raw(Framing.ENVELOPE).expectClosed();
        fixture.raw(Framing.ENVELOPE).expectClosed();
        assertThat(opened.get(0).isOpen()).isTrue();
        opened.get(0).resumeReading();
        paused.expectClosed();
    }

    @Test
    void handlersRunOnTheLoopWhereTheListenerSaysSo() {
        fixture.start(server -> server.listen(
                ListenOptions.builder().port(0).onLoop().build(),
                FrameFormat.jsonLines(),
                connection -> frame ->
                        connection.send(Payload.ofText(Thread.currentThread().getName()))));
        BytePeer peer = fixture.raw(Framing.ENVELOPE);
        peer.sendBytes(ascii("x\n"));
        assertThat(new String(peer.readBytes(15), StandardCharsets.US_ASCII)).isEqualTo("trunkline-loop-");
    }

    @Test
    void drainEndsFrameConnections() {
        TrunklineServer server = fixture.start(listening(FrameFormat.raw()));
        BytePeer peer = fixture.raw(Framing.ENVELOPE);
        peer.sendBytes(ascii("x"));
        assertThat(peer.readBytes(1)).isEqualTo(ascii("x"));
        CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofSeconds(10));
        assertThat(peer.readToEnd()).isEmpty();
        peer.close();
        assertThat(drained.join().isComplete()).isTrue();
    }

    @Test
    void drainLetsAHandlerAnswerWhatWasRead() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicReference<Connection> connection = new AtomicReference<>();
        TrunklineServer server = fixture.start(builder -> builder.listen(0, FrameFormat.lineLength(), opened -> {
            connection.set(opened);
            return frame -> {
                go.await();
                opened.send(frame);
            };
        }));
        BytePeer peer = fixture.raw(Framing.ENVELOPE);
        peer.sendBytes(ascii("1\na1\nb"));
        await().until(() -> connection.get() != null && connection.get().stats().bytesRead() == 6);
        int port = server.port();
        CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofSeconds(30));
        await().until(() -> isRefused(port));
        go.countDown();
        assertThat(new String(peer.readToEnd(), StandardCharsets.US_ASCII)).isEqualTo("1\na1\nb");
        peer.close();
        assertThat(drained.join().isComplete()).isTrue();
    }

    private static boolean isRefused(int port) {
        try {
            BytePeer.raw(port, Framing.ENVELOPE).close();
            return false;
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    @Test
    void drainIsToldOnStreamZeroAndLetsStreamsEnd() {
        TrunklineServer server = fixture.start(builder -> builder.listen(0, EchoApps.streams()));
        BytePeer peer = fixture.raw(Framing.ENVELOPE);
        peer.sendBytes(join(
                control("{\"type\":\"stream_create\",\"streamId\":1,\"streamType\":\"x\"}"),
                hex("00000001 00000001 41")));
        assertThat(peer.readBytes(9)).isEqualTo(hex("00000001 00000001 41"));
        CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofSeconds(30));
        byte[] notice =
                control("{\"type\":\"server_shutdown\",\"message\":\"Server is shutting down\",\"gracePeriod\":30000}");
        assertThat(peer.readBytes(notice.length)).isEqualTo(notice);
        peer.sendBytes(hex("00000001 00000001 42"));
        assertThat(peer.readBytes(9)).isEqualTo(hex("00000001 00000001 42"));
        byte[] end = control("{\"type\":\"stream_close\",\"streamId\":1}");
        peer.sendBytes(end);
        assertThat(peer.readToEnd()).isEqualTo(end);
        peer.close();
        assertThat(drained.join().isComplete()).isTrue();
    }

    private static byte[] control(String json) {
        return join(ByteBuffer.allocate(8).putInt(0).putInt(json.length()).array(), ascii(json));
    }

    @Test
    void drainLetsANamedFileThatHasBegunEnd() {
        TrunklineServer server = fixture.start(builder -> builder.listen(0, FrameFormat.raw(), EchoApps.namedFile()));
        BytePeer idle = fixture.raw(Framing.ENVELOPE);
        BytePeer peer = fixture.raw(Framing.ENVELOPE);
        peer.sendBytes(ascii("a\n3\nx"));
        assertThat(peer.readBytes(5)).isEqualTo(ascii("a\n3\nx"));
        CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofSeconds(30));
        assertThat(idle.readToEnd()).isEmpty();
        idle.close();
        peer.sendBytes(ascii("yz"));
        assertThat(peer.readToEnd()).isEqualTo(ascii("yz"));
        peer.close();
        assertThat(drained.join().isComplete()).isTrue();
    }

    @Test
    void framingBesideAFormatIsRefused() {
        assertThatThrownBy(() -> TrunklineServer.builder()
                        .listen(
                                ListenOptions.builder()
                                        .framing(Framing.ENVELOPE)
                                        .build(),
                                FrameFormat.raw(),
                                EchoApps.frames()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("raw");
    }

    /** Inputs 9 and 22: whatever the rhythm of the bytes, a frame has its time. */
    @Test
    void aFrameThatIsNotFinishedEndsItsConnectionWithThatReason() {
        ListenOptions quick = ListenOptions.builder()
                .port(0)
                .name("frames")
                .frameTimeout(Duration.ofMillis(100))
                .build();
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        fixture.start(server ->
                server.listen(quick, FrameFormat.lengthPrefixed(), connection -> new ConnectionHandler<Payload>() {
                    @Override
                    public void onFrame(Payload frame) {
                        connection.send(frame);
                    }

                    @Override
                    public void onClose(CloseReason reason) {
                        closed.complete(reason);
                    }
                }));
        BytePeer peer = fixture.raw(Framing.LENGTH_PREFIXED);
        peer.sendBytes(hex("00000002 41"));
        peer.expectClosed();
        assertThat(closed.join().kind()).isEqualTo(CloseReason.Kind.FRAME_TIMEOUT);
        assertThat(closed.join().text()).contains("limit 100 ms; 5 bytes of it have come");
    }
}
