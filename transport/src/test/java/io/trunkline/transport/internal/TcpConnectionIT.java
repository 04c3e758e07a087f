package io.trunkline.transport.internal;

import io.trunkline.Overflow;
import io.trunkline.QueueFullException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class TcpConnectionIT {
    private final SocketRig rig = new SocketRig();
    private final BlockingQueue<RecordingLogic> accepted = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        rig.close();
    }

    private static class Echo extends RecordingLogic {
        @Override
        public void onBytes(byte[] array, int from, int to) {
            connection().write(new Encoded(Arrays.copyOfRange(array, from, to)));
        }

        @Override
        public void onEnd() {
            super.onEnd();
            connection().closeAfterWrites(CloseReason.of(CloseReason.Kind.REMOTE, "the peer ended"));
        }
    }

    private <L extends RecordingLogic> L kept(L logic) {
        accepted.add(logic);
        return logic;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void echoesOverTwoConnectionsAndEndsInOrder() throws Exception {
        Acceptor acceptor = rig.listen(Echo::new);
        try (Socket one = SocketRig.plain(acceptor);
                Socket other = SocketRig.plain(acceptor)) {
            one.getOutputStream().write(bytes("one"));
            other.getOutputStream().write(bytes("other"));
            one.shutdownOutput();
            other.shutdownOutput();

            assertThat(one.getInputStream().readAllBytes()).isEqualTo(bytes("one"));
            assertThat(other.getInputStream().readAllBytes()).isEqualTo(bytes("other"));
        }
    }

    @Test
    void carriesMegabytesBetweenTwoOfOurs() {
        Acceptor acceptor = rig.listen(Echo::new);
        RecordingLogic counting = new RecordingLogic() {
            @Override
            public void onBytes(byte[] array, int from, int to) {}
        };
        TcpConnection client = rig.connect(acceptor, counting);
        for (int i = 0; i < 100; i++) {
            client.write(new Encoded(new byte[40_000]));
        }
        await().atMost(SocketRig.PATIENCE).until(() -> client.stats().bytesRead() == 4_000_000);
        client.close();

        assertThat(client.stats().bytesWritten()).isEqualTo(4_000_000);
    }

    @Test
    void refusalReachesAPeerThatIsStillSending() throws Exception {
        Acceptor acceptor = rig.listen(() -> new RecordingLogic() {
            @Override
            public void onBytes(byte[] array, int from, int to) {
                connection().refuse(new Encoded(bytes("no")), CloseReason.of(CloseReason.Kind.PROTOCOL, "bad frame"));
            }
        });
        try (Socket peer = SocketRig.plain(acceptor)) {
            peer.getOutputStream().write(new byte[100_000]);
            peer.shutdownOutput();

            assertThat(peer.getInputStream().readAllBytes()).isEqualTo(bytes("no"));
        }
    }

    @Test
    @Tag("feature-102")
    void resetByThePeerIsALostConnection() throws Exception {
        Acceptor acceptor = rig.listen(() -> kept(new RecordingLogic()));
        Socket peer = SocketRig.plain(acceptor);
        RecordingLogic logic = accepted.take();
        await().atMost(SocketRig.PATIENCE).until(() -> logic.events.contains("open"));
        peer.setSoLinger(true, 0);
        peer.close();

        await().atMost(SocketRig.PATIENCE).until(() -> logic.events.contains("close LOST"));
    }

    @Test
    void peerThatDoesNotReadFillsTheQueueUpToItsCapAndIsCutAtTheStall() throws Exception {
        OutboundLimits limits = new OutboundLimits(16_384, 65_536, 262_144, Duration.ofSeconds(3), Overflow.FAIL);
        SocketOptions small = SocketOptions.builder().sendBuffer(16_384).build();
        Acceptor acceptor = rig.listen(new ConnectionSettings(small, limits), () -> kept(new RecordingLogic()));
        try (Socket peer = SocketRig.plain(acceptor)) {
            RecordingLogic logic = accepted.take();
            await().atMost(SocketRig.PATIENCE).until(() -> logic.events.contains("open"));
            QueueFullException full = fill(logic.connection());

            assertThat(full.limit()).isEqualTo(262_144);
            assertThat(logic.connection().outboundBytes()).isBetween(1, 262_144);
            await().atMost(SocketRig.PATIENCE).until(() -> logic.events.contains("close WRITE_STALL"));
            assertThat(logic.events).contains("writable false");
            assertThat(logic.connection().remoteAddress().getPort()).isEqualTo(peer.getLocalPort());
        }
    }

    private static QueueFullException fill(TcpConnection connection) {
        while (true) {
            try {
                connection.write(new Encoded(new byte[8_192]));
            } catch (QueueFullException full) {
                return full;
            }
        }
    }

    @Test
    void interruptOfAWritingThreadClosesNothing() throws Exception {
        Acceptor acceptor = rig.listen(() -> kept(new RecordingLogic()));
        try (Socket peer = SocketRig.plain(acceptor)) {
            RecordingLogic logic = accepted.take();
            await().atMost(SocketRig.PATIENCE).until(() -> logic.events.contains("open"));
            Thread.currentThread().interrupt();
            logic.connection().write(new Encoded(bytes("still here")));
            assertThat(Thread.interrupted()).as("the flag is left to its owner").isTrue();

            InputStream in = peer.getInputStream();
            assertThat(in.readNBytes(10)).isEqualTo(bytes("still here"));
            assertThat(logic.connection().isOpen()).isTrue();
        }
    }

    @Test
    void whatOneConnectionThrowsIsNoneOfItsNeighboursBusiness() throws Exception {
        Acceptor acceptor = rig.listen(() -> new Echo() {
            @Override
            public void onBytes(byte[] array, int from, int to) {
                if (array[from] == '!') {
                    throw new StackOverflowError("thrown on purpose");
                }
                super.onBytes(array, from, to);
            }
        });
        try (Socket neighbour = SocketRig.plain(acceptor)) {
            for (int i = 0; i < 4; i++) { // Twice on each loop.
                try (Socket failing = SocketRig.plain(acceptor)) {
                    failing.getOutputStream().write('!');
                    assertThat(failing.getInputStream().read()).isEqualTo(-1);
                }
                neighbour.getOutputStream().write('a' + i);
                assertThat(neighbour.getInputStream().read()).isEqualTo('a' + i);
            }
        }
    }

    @Test
    void logicThatCannotBeMadeClosesItsConnectionOnly() throws Exception {
        boolean[] failing = {true};
        Acceptor acceptor = rig.listen(() -> {
            if (failing[0]) {
                throw new IllegalStateException("thrown on purpose");
            }
            return new Echo();
        });
        try (Socket peer = SocketRig.plain(acceptor)) {
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
        failing[0] = false;
        try (Socket peer = SocketRig.plain(acceptor)) {
            peer.getOutputStream().write('x');
            assertThat(peer.getInputStream().read()).isEqualTo('x');
        }
    }
}
