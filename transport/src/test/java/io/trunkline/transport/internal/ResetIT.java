package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Peers whose machine resets the connection, over real sockets; faults.md F1, F2. */
class ResetIT {
    private final SocketRig rig = new SocketRig();
    private final Queue<RecordingLogic> logics = new ConcurrentLinkedQueue<>();
    private final ConnectionSettings small =
            new ConnectionSettings(SocketOptions.builder().sendBuffer(64 * 1024).build(), OutboundLimits.DEFAULT);
    private final Acceptor acceptor = rig.listen(small, () -> {
        RecordingLogic logic = new RecordingLogic();
        logics.add(logic);
        return logic;
    });

    @AfterEach
    void close() {
        rig.close();
    }

    private RecordingLogic accepted() {
        await().atMost(SocketRig.PATIENCE).until(() -> !logics.isEmpty() && logics.peek().connection != null);
        return logics.remove();
    }

    /** Closing with a linger time of zero sends a reset instead of an end. */
    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static CloseReason.Kind ended(RecordingLogic logic) {
        return logic.connection()
                .closed()
                .toCompletableFuture()
                .orTimeout(SocketRig.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join()
                .kind();
    }

    @Test
    void resetBeforeTheFirstByteIsALoss() throws IOException {
        Socket socket = SocketRig.plain(acceptor);
        RecordingLogic logic = accepted();
        reset(socket);

        assertThat(ended(logic)).isEqualTo(CloseReason.Kind.LOST);
        assertThat(logic.events).containsExactly("open", "close LOST");
    }

    @Test
    void resetBehindSomeBytesIsALossAndIsToldOnce() throws IOException {
        Socket socket = SocketRig.plain(acceptor);
        socket.getOutputStream().write("half a fra".getBytes(StandardCharsets.US_ASCII));
        RecordingLogic logic = accepted();
        await().atMost(SocketRig.PATIENCE).until(() -> logic.events.size() == 2);
        reset(socket);

        assertThat(ended(logic)).isEqualTo(CloseReason.Kind.LOST);
        assertThat(logic.events).containsExactly("open", "bytes half a fra", "close LOST");
    }

    @Test
    void resetWhileAnAnswerIsStuckFailsItOnce() throws IOException {
        Socket socket = SocketRig.plain(acceptor);
        RecordingLogic logic = accepted();
        Queue<String> told = new ConcurrentLinkedQueue<>();
        // More than this socket's buffer and its peer's take, so that some of it is still here.
        logic.connection()
                .write(ConnectionRig.zeros(7 * 1024 * 1024), failure -> told.add(String.valueOf(failure != null)));
        assertThat(told).isEmpty();
        reset(socket);

        assertThat(ended(logic)).isEqualTo(CloseReason.Kind.LOST);
        assertThat(told).containsExactly("true");
        assertThat(logic.connection().outboundBytes()).isZero();
    }

    @Test
    void resetWhileThePeersEndIsWaitedForChangesNothing() throws IOException {
        Socket socket = SocketRig.plain(acceptor);
        RecordingLogic logic = accepted();
        logic.connection().closeAfterWrites(CloseReason.of(CloseReason.Kind.SHUTDOWN, "going"));
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        reset(socket);

        assertThat(ended(logic)).isEqualTo(CloseReason.Kind.SHUTDOWN);
        assertThat(logic.events).containsExactly("open", "close SHUTDOWN");
    }
}
