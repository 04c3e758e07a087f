package io.trunkline.transport.internal;

import io.trunkline.transport.PortInUseException;
import io.trunkline.transport.SocketOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.trunkline.transport.internal.Acceptor.closeQuietly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class AcceptorIT {
    private final SocketRig rig = new SocketRig();
    private final List<RecordingLogic> accepted = new CopyOnWriteArrayList<>();
    private final List<Socket> peers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket peer : peers) {
            peer.close();
        }
        rig.close();
    }

    private RecordingLogic logic() {
        RecordingLogic logic = new RecordingLogic();
        accepted.add(logic);
        return logic;
    }

    private void connect(Acceptor to, int count) throws IOException {
        int open = accepted.size() + count;
        for (int i = 0; i < count; i++) {
            peers.add(SocketRig.plain(to));
        }
        await().atMost(SocketRig.PATIENCE)
                .until(() -> accepted.size() == open && accepted.stream().allMatch(logic -> logic.connection != null));
    }

    @Test
    void connectionsGoWhereTheFewestAre() throws IOException {
        Acceptor acceptor = rig.listen(this::logic);
        connect(acceptor, 20);
        // Awaited: one that arrives counts twice for a moment, on its way and as watched.
        await().atMost(SocketRig.PATIENCE).until(() -> loads().stream().allMatch(load -> load == 10 || load == 11));

        EventLoop emptied = rig.core.loops().get(0);
        accepted.stream()
                .map(RecordingLogic::connection)
                .filter(connection -> connection.loop() == emptied)
                .forEach(TcpConnection::close);
        await().atMost(SocketRig.PATIENCE).until(() -> emptied.load().count() <= 1);
        connect(acceptor, 8);
        assertThat(accepted.subList(20, 28))
                .allMatch(logic -> logic.connection().loop() == emptied);
    }

    private List<Integer> loads() {
        return rig.core.loops().stream().map(loop -> loop.load().count()).toList();
    }

    @Test
    void severalListenersShareOneRuntime() throws IOException {
        Acceptor first = rig.listen(this::logic);
        Acceptor second = rig.listen(this::logic);
        connect(first, 2);
        connect(second, 2);
        first.close();
        first.closed().toCompletableFuture().join();
        connect(second, 1);

        assertThat(accepted).allMatch(logic -> logic.connection().isOpen());
    }

    /** Covers faults.md P11: the alarm is a line at ERROR, the rest is here. */
    @Test
    void listenerThatSomebodyElseHasClosedOpensAgainOnItsPort() throws IOException {
        Acceptor acceptor = rig.listen(this::logic);
        connect(acceptor, 1);
        ServerSocketChannel taken = acceptor.channel();
        taken.close();
        await().atMost(SocketRig.PATIENCE)
                .until(() -> acceptor.channel() != taken && acceptor.channel().isOpen());
        connect(acceptor, 1);

        assertThat(acceptor.channel().getLocalAddress()).isEqualTo(acceptor.address());
        assertThat(accepted.get(0).connection().isOpen()).isTrue();
    }

    /** Covers faults.md P11: the address is in other hands for a while; whoever waits long enough gets it back. */
    @Test
    void listenerThatCannotOpenAgainAtOnceTriesOn() throws Exception {
        Acceptor acceptor = rig.listen(this::logic);
        ServerSocketChannel taken = acceptor.channel();
        EventLoop loop = acceptor.loop();
        try (ServerSocketChannel other = ServerSocketChannel.open()) {
            other.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            CompletableFuture<Void> givenBack = new CompletableFuture<>();
            loop.execute(() -> {
                closeQuietly(taken);
                // In the same turn, so that the acceptor cannot be quicker.
                loop.afterNextSelect(() -> bind(other, acceptor.address()));
                // After its first look, which is due within 1 s, and the attempt that follows it.
                loop.schedule(TimeUnit.MILLISECONDS.toNanos(1_500), () -> {
                    closeQuietly(other);
                    givenBack.complete(null);
                });
            });
            givenBack.get(20, TimeUnit.SECONDS);
        }
        await().atMost(SocketRig.PATIENCE)
                .until(() -> acceptor.channel() != taken && acceptor.channel().isOpen());
        connect(acceptor, 1);
    }

    private static void bind(ServerSocketChannel channel, InetSocketAddress address) {
        try {
            channel.bind(address);
        } catch (IOException e) {
            throw new AssertionError("the test is to have the port first", e);
        }
    }

    @Test
    void acceptorThatIsReopeningEndsWithItsLoop() throws IOException {
        Acceptor acceptor = rig.listen(this::logic);
        acceptor.channel().close();
        rig.core.close();
        acceptor.closed().toCompletableFuture().join();
        assertThat(acceptor.channel().isOpen()).isFalse();
    }

    /** Covers faults.md F19: the side that closes first keeps the port in TIME_WAIT, and that is this one. */
    @Test
    void portOfConnectionsInTimeWaitCanBeBoundAgain() throws IOException {
        Acceptor first = rig.listen(this::logic);
        connect(first, 3);
        accepted.forEach(logic -> logic.connection().close());
        for (Socket peer : peers) {
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
            peer.close();
        }
        first.close();
        first.closed().toCompletableFuture().join();
        Acceptor second = Acceptor.bind(rig.core, first.address(), ConnectionSettings.DEFAULT, this::logic);
        connect(second, 1);
    }

    @Test
    void failedBindLeavesNothingHalfStarted() throws Exception {
        InetSocketAddress address = rig.listen(this::logic).address();
        List<Integer> before = watched();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> Acceptor.bind(rig.core, address, ConnectionSettings.DEFAULT, this::logic))
                    .isInstanceOf(PortInUseException.class);
        }
        assertThat(watched()).isEqualTo(before);
    }

    private List<Integer> watched() throws Exception {
        List<Integer> counts = new ArrayList<>();
        for (EventLoop loop : rig.core.loops()) {
            CompletableFuture<Integer> count = new CompletableFuture<>();
            loop.execute(() -> count.complete(loop.watchedCount()));
            counts.add(count.get());
        }
        return counts;
    }

    @Test
    @Tag("feature-116")
    void twoListenersShareAPortIfBothSaySo() throws IOException {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            assumeThat(probe.supportedOptions()).contains(StandardSocketOptions.SO_REUSEPORT);
        }
        ConnectionSettings shared = new ConnectionSettings(
                SocketOptions.builder().reusePort(true).build(), ConnectionSettings.DEFAULT.outbound());
        Acceptor first = rig.listen(shared, this::logic);
        Acceptor second = Acceptor.bind(rig.core, first.address(), shared, this::logic);
        connect(second, 4);

        assertThat(second.address()).isEqualTo(first.address());
    }
}
