package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Promise P6 for all connections together: real sockets whose peers do not read, and a budget of 8 MiB. */
class MemoryReliefIT {
    private static final int MIB = 1024 * 1024;
    private static final ConnectionSettings SETTINGS =
            new ConnectionSettings(SocketOptions.builder().sendBuffer(16 * 1024).build(), OutboundLimits.DEFAULT);

    private final RuntimeCore core = RuntimeCore.start(new RuntimeSettings(2, null, Ticker.SYSTEM, false, 0, 8 * MIB));
    private final List<RecordingLogic> accepted = new CopyOnWriteArrayList<>();
    private final Acceptor acceptor = Acceptor.bind(core, SocketRig.loopback(0), SETTINGS, () -> {
        RecordingLogic logic = new RecordingLogic();
        accepted.add(logic);
        return logic;
    });

    @AfterEach
    void end() {
        core.close();
        assertThat(core.memory().used()).as("everything is given back").isZero();
    }

    private Socket peer() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout((int) SocketRig.PATIENCE.toMillis());
        int before = accepted.size();
        socket.connect(acceptor.address());
        await().atMost(SocketRig.PATIENCE)
                .until(() ->
                        accepted.size() > before && accepted.get(before).events.contains("open"));
        return socket;
    }

    private TcpConnection connection(int index) {
        return accepted.get(index).connection();
    }

    @Test
    void theSlowestReaderIsCutAndTheOthersGetEverything() throws IOException {
        try (Socket first = peer();
                Socket second = peer();
                Socket slowest = peer()) {
            connection(0).write(ConnectionRig.zeros(MIB));
            connection(1).write(ConnectionRig.zeros(MIB));
            assertThat(connection(2).isOpen()).isTrue();
            connection(2).write(ConnectionRig.zeros(7 * MIB));

            await().atMost(SocketRig.PATIENCE)
                    .until(() -> !accepted.get(2).events.isEmpty()
                            && accepted.get(2).events.contains("close " + CloseReason.Kind.MEMORY));
            await().atMost(SocketRig.PATIENCE).until(() -> core.memory().level() == MemoryBudget.Level.NORMAL);
            assertThat(first.getInputStream().readNBytes(MIB).length).isEqualTo(MIB);
            assertThat(second.getInputStream().readNBytes(MIB).length).isEqualTo(MIB);
            assertThat(connection(0).isOpen()).isTrue();
            assertThat(connection(1).isOpen()).isTrue();
            assertThat(slowest.isClosed()).as("the test's own end").isFalse();
            await().atMost(SocketRig.PATIENCE).until(() -> core.memory().used() == 0);
        }
    }

    @Test
    void whoLeavesMostUnreadIsNotReadUntilItHasReadOn() throws IOException {
        try (Socket idle = peer();
                Socket busy = peer()) {
            connection(1).write(ConnectionRig.zeros(7 * MIB));
            await().atMost(SocketRig.PATIENCE).until(() -> isPaused(1, PauseReason.MEMORY));
            assertThat(core.memory().level()).isEqualTo(MemoryBudget.Level.PRESSED);
            idle.getOutputStream().write('i');
            busy.getOutputStream().write('b');
            await().atMost(SocketRig.PATIENCE)
                    .until(() -> accepted.get(0).events.contains("bytes i"));
            assertThat(accepted.get(1).events).as("not read").doesNotContain("bytes b");

            InputStream in = busy.getInputStream();
            assertThat(in.readNBytes(7 * MIB).length).isEqualTo(7 * MIB);
            await().atMost(SocketRig.PATIENCE)
                    .until(() -> accepted.get(1).events.contains("bytes b"));
            assertThat(isPaused(1, PauseReason.MEMORY)).isFalse();
        }
    }

    private boolean isPaused(int index, PauseReason reason) {
        return connection(index).events().isPausedFor(reason);
    }
}
