package io.trunkline.transport.internal;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Covers faults.md P9 over real sockets; the test's thread is the loop's. */
@Timeout(60)
class SelectorRebuildIT {
    private static final int CONNECTIONS = 20;

    private final Queue<Selector> selectors = new ArrayDeque<>();
    private final List<Socket> peers = new ArrayList<>();
    private final List<TcpConnection> connections = new ArrayList<>();

    @Test
    void everyConnectionLivesOnWhenItsSelectorIsReplaced() throws IOException {
        selectors.add(new FakeSelector());
        selectors.add(Selector.open());
        EventLoop loop = new EventLoop("rebuilt-loop", Ticker.SYSTEM, selectors::remove, 0);
        loop.bindToCurrentThread();
        try {
            connect(loop);
            for (int i = 0; i <= SpinDetector.LIMIT; i++) {
                loop.runTurn(TimeUnit.HOURS.toNanos(1));
            }
            assertThat(loop.selectorRebuilds()).isEqualTo(1);
            for (Socket peer : peers) {
                assertEchoes(loop, peer);
            }
            assertThat(connections).hasSize(CONNECTIONS).allMatch(TcpConnection::isOpen);
        } finally {
            loop.close();
            loop.runTurn(0);
            for (Socket peer : peers) {
                peer.close();
            }
        }
    }

    private void connect(EventLoop loop) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(SocketRig.loopback(0))) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket peer = new Socket();
                peer.connect(listener.getLocalAddress());
                peer.setSoTimeout((int) SocketRig.PATIENCE.toMillis());
                peers.add(peer);
                SocketChannel accepted = listener.accept();
                connections.add(Objects.requireNonNull(
                        ConnectionOpener.open(loop, accepted, ConnectionSettings.DEFAULT, Echo::new)));
            }
        }
    }

    private static void assertEchoes(EventLoop loop, Socket peer) throws IOException {
        peer.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
        while (peer.getInputStream().available() < 5) {
            loop.runTurn(TimeUnit.MILLISECONDS.toNanos(10)); // Bounded by the test's timeout.
        }
        assertThat(new String(peer.getInputStream().readNBytes(5), StandardCharsets.US_ASCII))
                .isEqualTo("hello");
    }

    private static final class Echo extends RecordingLogic {
        @Override
        public void onBytes(byte[] array, int from, int to) {
            connection().write(new Encoded(java.util.Arrays.copyOfRange(array, from, to)));
        }
    }
}
