package io.trunkline.transport.internal;

import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.QueueFullException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class FrameConnectionIT {
    private final SocketRig rig = new SocketRig();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<FrameConnection<Payload>> opened = new CompletableFuture<>();

    @AfterEach
    void end() {
        rig.close();
    }

    private Acceptor listen(OutboundLimits outbound, boolean onLoop, ConnectionHandler.Factory<Payload> factory) {
        FrameProtocol<Payload> protocol = new FrameProtocol<>(new FrameSettings<>(
                FrameFormat.lengthPrefixed(), FrameLimits.of(100_000), outbound, rig.core.workers(), onLoop));
        SocketOptions small = SocketOptions.builder().sendBuffer(16_384).build();
        return rig.listen(new ConnectionSettings(small, outbound), () -> protocol.logic(factory));
    }

    private Acceptor listen(ConnectionHandler.Factory<Payload> factory) {
        return listen(OutboundLimits.DEFAULT, false, factory);
    }

    /** Writes down every callback and answers each frame with itself. */
    private ConnectionHandler<Payload> recording(FrameConnection<Payload> connection) {
        opened.complete(connection);
        return new ConnectionHandler<>() {
            @Override
            public void onOpen() {
                events.add("open");
            }

            @Override
            public void onFrame(Payload frame) {
                events.add(frame.text());
                if (frame.text().equals("throw")) {
                    throw new IllegalStateException("thrown on purpose");
                }
                connection.send(frame);
            }

            @Override
            public void onEnd() {
                events.add("end");
                connection.send(Payload.ofText("last"));
            }

            @Override
            public void onClose(CloseReason reason) {
                events.add("close " + reason.kind());
            }
        };
    }

    private static void write(Socket socket, String... frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String frame : frames) {
            out.writeInt(frame.length());
            out.write(frame.getBytes(StandardCharsets.US_ASCII));
        }
        bytes.writeTo(socket.getOutputStream()); // At once: the first may already end the connection.
    }

    private static String read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return Payload.wrap(body).text();
    }

    private void awaitEvent(String event) {
        await().atMost(SocketRig.PATIENCE).until(() -> events.contains(event));
    }

    @Test
    @Tag("feature-125")
    @Tag("feature-172")
    void handlerSeesOpenFramesEndAndCloseInOrder() throws Exception {
        Acceptor acceptor = listen(this::recording);
        try (Socket peer = SocketRig.plain(acceptor)) {
            write(peer, "one", "two");
            assertThat(read(peer)).isEqualTo("one");
            assertThat(read(peer)).isEqualTo("two");
            peer.shutdownOutput();
            assertThat(read(peer)).as("sent from onEnd").isEqualTo("last");
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
        awaitEvent("close REMOTE");
        assertThat(events).containsExactly("open", "one", "two", "end", "close REMOTE");
    }

    @Test
    @Tag("feature-170")
    void handlerOnTheLoopSeesTheSame() throws Exception {
        Acceptor acceptor = listen(OutboundLimits.DEFAULT, true, connection -> {
            events.add(Thread.currentThread().getName().replaceAll("[0-9]+", "n"));
            return recording(connection);
        });
        try (Socket peer = SocketRig.plain(acceptor)) {
            write(peer, "one");
            assertThat(read(peer)).isEqualTo("one");
        }
        awaitEvent("close REMOTE");
        assertThat(events).startsWith("trunkline-loop-n", "open", "one", "end");
    }

    @Test
    void handlerThatThrowsEndsItsConnectionAndSeesNoFurtherFrame() throws Exception {
        Acceptor acceptor = listen(this::recording);
        try (Socket peer = SocketRig.plain(acceptor)) {
            write(peer, "throw", "never");
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
        awaitEvent("close INTERNAL");
        assertThat(events).containsExactly("open", "throw", "close INTERNAL");
    }

    @Test
    void factoryThatThrowsEndsItsConnection() throws Exception {
        Acceptor acceptor = listen(connection -> {
            throw new IllegalStateException("thrown on purpose");
        });
        try (Socket peer = SocketRig.plain(acceptor)) {
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void framesBeforeABadOneAreDelivered() throws Exception {
        Acceptor acceptor = listen(this::recording);
        try (Socket peer = SocketRig.plain(acceptor)) {
            write(peer, "good");
            new DataOutputStream(peer.getOutputStream()).writeInt(100_001);
            await().atMost(SocketRig.PATIENCE).until(() -> events.contains("good"));
        }
        awaitEvent("close PROTOCOL");
        CloseReason reason = opened.join().closed().toCompletableFuture().join();
        assertThat(reason.cause().orElseThrow()).hasMessageContaining("FRAME_TOO_LARGE at offset 8");
    }

    @Test
    void streamThatEndsInsideAFrameIsAProtocolError() throws Exception {
        Acceptor acceptor = listen(this::recording);
        try (Socket peer = SocketRig.plain(acceptor)) {
            peer.getOutputStream().write(new byte[] {0, 0});
            peer.shutdownOutput();
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
        awaitEvent("close PROTOCOL");
        assertThat(events).containsExactly("open", "close PROTOCOL");
    }

    @Tag("feature-119")
    @Test
    void handlerThatIsBehindPausesReadingAndLosesNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Acceptor acceptor = listen(connection -> {
            opened.complete(connection);
            return frame -> {
                release.await();
                events.add(String.valueOf(frame.size()));
            };
        });
        try (Socket peer = SocketRig.plain(acceptor)) {
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 400; i++) {
                        write(peer, "x".repeat(20_000 + i));
                    }
                } catch (IOException e) {
                    events.add(e.toString());
                }
            });
            writer.start();
            FrameConnection<Payload> connection = opened.join();
            long limit = SocketOptions.DEFAULT.readHighWaterMark() + 5L * ReadBuffer.CAPACITY;
            await().atMost(SocketRig.PATIENCE)
                    .until(() -> connection.stats().bytesRead()
                            >= SocketOptions.DEFAULT.readHighWaterMark() - ReadBuffer.CAPACITY);
            assertThat(connection.stats().bytesRead()).isLessThan(limit);
            release.countDown();
            writer.join();
            await().atMost(SocketRig.PATIENCE).until(() -> events.size() == 400);
        }
        for (int i = 0; i < 400; i++) {
            assertThat(events.get(i)).isEqualTo(String.valueOf(20_000 + i));
        }
    }

    @Test
    void sendAsyncCompletesWhenTheKernelHasTheFrame() throws Exception {
        Acceptor acceptor = listen(this::recording);
        try (Socket peer = SocketRig.plain(acceptor)) {
            FrameConnection<Payload> connection = opened.join();
            connection.sendAsync(Payload.ofText("pushed")).join();
            assertThat(read(peer)).isEqualTo("pushed");
            connection.close();

            assertThatThrownBy(() -> connection.sendAsync(Payload.EMPTY).join())
                    .hasRootCauseInstanceOf(io.trunkline.ClosedException.class);
        }
    }

    @Test
    void frameAboveTheLimitIsRefusedHere() throws Exception {
        Acceptor acceptor = listen(this::recording);
        try (Socket peer = SocketRig.plain(acceptor)) {
            FrameConnection<Payload> connection = opened.join();
            assertThatThrownBy(() -> connection.send(Payload.wrap(new byte[100_001])))
                    .isInstanceOf(PayloadException.class);
            connection.send(Payload.ofText("fine"));
            assertThat(read(peer)).isEqualTo("fine");
        }
    }

    private OutboundLimits capped(Overflow overflow, Duration stall) {
        return new OutboundLimits(16_384, 65_536, 131_072, stall, overflow);
    }

    @Tag("feature-187")
    @Test
    void blockingSendWaitsForRoom() throws Exception {
        Acceptor acceptor = listen(capped(Overflow.BLOCK, Duration.ofSeconds(20)), false, this::recording);
        try (Socket peer = SocketRig.plain(acceptor)) {
            FrameConnection<Payload> connection = opened.join();
            Thread sender = new Thread(() -> {
                for (int i = 0; i < 100; i++) {
                    connection.send(Payload.wrap(new byte[10_000]));
                }
                events.add("sent");
            });
            sender.start();
            await().atMost(SocketRig.PATIENCE).until(() -> !connection.isWritable());
            assertThat(peer.getInputStream().readNBytes(100 * 10_004)).hasSize(100 * 10_004);
            sender.join();
            assertThat(events).contains("sent");
        }
    }

    @Test
    void blockingSendGivesUpAtTheStall() throws Exception {
        Acceptor acceptor = listen(capped(Overflow.BLOCK, Duration.ofMillis(100)), false, this::recording);
        try (Socket peer = SocketRig.plain(acceptor)) {
            FrameConnection<Payload> connection = opened.join();
            assertThatThrownBy(() -> fill(connection))
                    // The sender's patience and the connection's end at the same stall; either may be seen first.
                    .isInstanceOfAny(QueueFullException.class, io.trunkline.ClosedException.class);
            assertThat(connection.closed().toCompletableFuture().join().kind()).isEqualTo(CloseReason.Kind.WRITE_STALL);
            assertThat(connection.remoteAddress().getPort()).isEqualTo(peer.getLocalPort());
        }
    }

    @Test
    void droppingSendCounts() throws Exception {
        Acceptor acceptor = listen(capped(Overflow.DROP_NEWEST, Duration.ofSeconds(20)), false, this::recording);
        try (Socket peer = SocketRig.plain(acceptor)) {
            FrameConnection<Payload> connection = opened.join();
            while (connection.stats().framesDropped() < 3) {
                connection.send(Payload.wrap(new byte[10_000]));
            }
            assertThat(connection.isOpen()).isTrue();
            assertThat(peer.getInputStream().readNBytes(10_004)).hasSize(10_004);
        }
    }

    @Test
    void closingSendCutsThePeer() throws Exception {
        Acceptor acceptor = listen(capped(Overflow.CLOSE, Duration.ofSeconds(20)), false, this::recording);
        try (Socket peer = SocketRig.plain(acceptor)) {
            FrameConnection<Payload> connection = opened.join();
            assertThatThrownBy(() -> fill(connection)).isInstanceOf(QueueFullException.class);
            assertThat(connection.closed().toCompletableFuture().join().kind())
                    .isEqualTo(CloseReason.Kind.OUTBOUND_CAP);
            assertThat(connection.remoteAddress().getPort()).isEqualTo(peer.getLocalPort());
        }
    }

    private static void fill(FrameConnection<Payload> connection) {
        while (true) {
            connection.send(Payload.wrap(new byte[10_000]));
        }
    }
}
