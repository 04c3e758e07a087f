package io.trunkline.transport.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class AcceptGateIT {
    /** Lets two in at a time, and writes down who came and went. */
    private static final class TwoAtOnce implements AcceptGate {
        final List<InetSocketAddress> refused = new ArrayList<>();
        final List<InetSocketAddress> left = new ArrayList<>();
        int entered;
        int inside;

        @Override
        public synchronized boolean tryEnter(InetSocketAddress remote, boolean handshake) {
            assertThat(handshake).as("a plain listener has no handshakes").isFalse();
            if (inside == 2) {
                refused.add(remote);
                return false;
            }
            inside++;
            entered++;
            return true;
        }

        @Override
        public void opened(InetSocketAddress remote) {
            throw new AssertionError("a plain connection has no handshake");
        }

        @Override
        public synchronized void left(InetSocketAddress remote, boolean inHandshake) {
            assertThat(inHandshake).isFalse();
            inside--;
            left.add(remote);
        }

        synchronized int inside() {
            return inside;
        }

        synchronized int leftCount() {
            return left.size();
        }

        synchronized int entered() {
            return entered;
        }
    }

    private final SocketRig rig = new SocketRig();
    private final TwoAtOnce gate = new TwoAtOnce();
    private final List<RecordingLogic> logics = new CopyOnWriteArrayList<>();

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
        logics.add(logic);
        return logic;
    }

    private Acceptor listen() {
        return rig.listen(ConnectionSettings.DEFAULT.withGate(gate), this::logic);
    }

    private Socket connect(Acceptor acceptor) throws IOException {
        Socket peer = SocketRig.plain(acceptor);
        peers.add(peer);
        return peer;
    }

    @Test
    void whoIsNotLetInSeesAnEndInOrderAndNoLogicIsMade() throws IOException {
        Acceptor acceptor = listen();
        connect(acceptor);
        connect(acceptor);
        await().atMost(SocketRig.PATIENCE)
                .until(() -> logics.size() == 2 && logics.stream().allMatch(logic -> logic.connection != null));
        Socket third = connect(acceptor);
        assertThat(third.getInputStream().read()).isEqualTo(-1);
        assertThat(gate.refused).containsExactly((InetSocketAddress) third.getLocalSocketAddress());
        assertThat(logics).hasSize(2);
        Objects.requireNonNull(logics.get(0).connection).close();
        logics.get(0).connection().close();
        await().atMost(SocketRig.PATIENCE).until(() -> gate.inside() == 1);
        connect(acceptor);
        await().atMost(SocketRig.PATIENCE)
                .until(() -> logics.size() == 3 && logics.stream().allMatch(logic -> logic.connection != null));
        logics.forEach(logic -> Objects.requireNonNull(logic.connection).close());
        logics.forEach(logic -> logic.connection().close());
        await().atMost(SocketRig.PATIENCE).until(() -> gate.inside() == 0);
        assertThat(gate.left).hasSize(3);
    }

    @Test
    void connectionWhoseLogicCannotBeMadeLeavesOnce() throws IOException {
        Acceptor acceptor = rig.listen(ConnectionSettings.DEFAULT.withGate(gate), () -> {
            throw new IllegalStateException("no logic");
        });
        assertThat(connect(acceptor).getInputStream().read()).isEqualTo(-1);
        await().atMost(SocketRig.PATIENCE).until(() -> gate.leftCount() == 1);
        assertThat(gate.inside()).isZero();
    }

    @Test
    void everyoneLeavesWhenTheRuntimeEnds() throws IOException {
        Acceptor acceptor = listen();
        connect(acceptor);
        connect(acceptor);
        await().atMost(SocketRig.PATIENCE).until(() -> gate.entered() == 2);
        rig.core.close();
        assertThat(gate.inside()).isZero();
        assertThat(gate.left).hasSize(2);
    }
}
