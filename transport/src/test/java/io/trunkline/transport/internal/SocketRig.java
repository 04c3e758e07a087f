package io.trunkline.transport.internal;

import io.trunkline.transport.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A runtime with real threads and sockets; closing it proves that no thread of ours is left. */
final class SocketRig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final RuntimeCore core = RuntimeCore.start(2, null, Ticker.SYSTEM, false);

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    Acceptor listen(Supplier<? extends ConnectionLogic> logics) {
        return listen(ConnectionSettings.DEFAULT, logics);
    }

    Acceptor listen(ConnectionSettings settings, Supplier<? extends ConnectionLogic> logics) {
        return Acceptor.bind(core, loopback(0), settings, logics);
    }

    TcpConnection connect(Acceptor to, ConnectionLogic logic) {
        return new Connector(core, ConnectionSettings.DEFAULT)
                .connect(new Endpoint("127.0.0.1", to.address().getPort()), PATIENCE, () -> logic)
                .join();
    }

    static Socket plain(Acceptor to) throws IOException {
        Socket socket = new Socket();
        socket.connect(to.address());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    @Override
    public void close() {
        core.close();
        awaitNoThreads();
    }

    /** Looks until no thread of ours is left; a pool that has ended does so a moment before its threads. */
    static void awaitNoThreads() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("trunkline-"))
                .toList();
    }
}
