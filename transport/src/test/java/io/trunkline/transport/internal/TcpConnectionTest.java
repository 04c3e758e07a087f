package io.trunkline.transport.internal;

import io.trunkline.ClosedException;
import io.trunkline.transport.Attribute;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.manual.ManualSocket;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.trunkline.transport.internal.ConnectionRig.text;
import static io.trunkline.transport.internal.ConnectionRig.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TcpConnectionTest {
    private final ConnectionRig rig = new ConnectionRig();
    private final TcpConnection connection = rig.connection;
    private final ManualSocket socket = rig.socket;

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    @Tag("feature-175")
    void tellsWhoIsThere() {
        assertThat(connection.id()).isEqualTo("127.0.0.1:4711");
        assertThat(connection.isOpen()).isTrue();
        assertThat(socket.wantsRead()).isTrue();
        assertThat(rig.logic.events).containsExactly("open");
    }

    @Test
    void handsOverWhatArrivesAndPoisonsTheSliceAfterwards() {
        socket.arrives("hello");
        rig.readable();

        assertThat(rig.logic.events).containsExactly("open", "bytes hello");
        assertThat(Arrays.copyOf(rig.logic.slice, 5)).doesNotContain('h', 'e', 'l', 'o');
        assertThat(connection.stats().bytesRead()).isEqualTo(5);
    }

    @Test
    void busyPeerIsReadOneBudgetPerTurn() {
        byte[] full = new byte[ReadBuffer.CAPACITY];
        for (int i = 0; i < 6; i++) {
            socket.arrives(full);
        }
        rig.readable();
        assertThat(connection.stats().bytesRead()).isEqualTo(4L * ReadBuffer.CAPACITY);

        rig.readable();
        assertThat(connection.stats().bytesRead()).isEqualTo(6L * ReadBuffer.CAPACITY);
    }

    @Test
    void pauseHoldsUntilEveryReasonIsTakenBack() {
        connection.pauseReading(PauseReason.USER);
        connection.pauseReading(PauseReason.INBOUND);
        connection.pauseReading(PauseReason.USER);
        assertThat(socket.wantsRead()).isFalse();

        connection.resumeReading(PauseReason.USER);
        assertThat(socket.wantsRead()).isFalse();
        connection.resumeReading(PauseReason.INBOUND);
        assertThat(socket.wantsRead()).isTrue();
    }

    @Test
    void pauseWithinACallbackStopsTheSameTurn() {
        try (ConnectionRig pausing = new ConnectionRig(new RecordingLogic() {
            @Override
            public void onBytes(byte[] array, int from, int to) {
                connection().pauseReading(PauseReason.USER);
            }
        })) {
            pausing.socket.arrives(new byte[ReadBuffer.CAPACITY]);
            pausing.socket.arrives(new byte[ReadBuffer.CAPACITY]);
            pausing.readable();

            assertThat(pausing.connection.stats().bytesRead()).isEqualTo(ReadBuffer.CAPACITY);
            assertThat(pausing.socket.wantsRead()).isFalse();
        }
    }

    @Test
    void endOfThePeersOutputLeavesOursOpen() {
        socket.ends();
        rig.readable();
        connection.write(text("late"));
        rig.turn();

        assertThat(rig.logic.events).containsExactly("open", "end");
        assertThat(socket.takenText()).isEqualTo("late");
        assertThat(socket.wantsRead()).isFalse();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void closeAfterWritesOfAHalfClosedConnectionClosesAtOnce() {
        socket.ends();
        rig.readable();
        connection.write(text("bye"));
        connection.closeAfterWrites(CloseReason.of(CloseReason.Kind.REMOTE, "test"));
        rig.turn();
        rig.turn();

        assertThat(socket.takenText()).isEqualTo("bye");
        assertThat(socket.isClosed()).isTrue();
        assertThat(rig.logic.events).containsExactly("open", "end", "close REMOTE");
    }

    @Test
    void resetClosesAsLost() {
        socket.resets();
        rig.readable();
        rig.turn();

        assertThat(rig.logic.events).containsExactly("open", "close LOST");
        assertThat(connection.closed().toCompletableFuture().join().cause())
                .get()
                .hasToString("java.io.IOException: Connection reset by peer");
    }

    @Test
    void closeIsSeenAtOnceByWritersAndHappensOnceOnTheLoop() {
        connection.close();
        connection.close();
        assertThat(connection.isOpen()).isFalse();
        assertThat(rig.logic.events).as("never from within another callback").containsExactly("open");
        assertThatThrownBy(() -> connection.write(text("x")))
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining("127.0.0.1:4711");

        rig.turn();
        rig.turn();
        assertThat(rig.logic.events).containsExactly("open", "close LOCAL");
        assertThat(socket.isClosed()).isTrue();
        assertThat(connection.closed().toCompletableFuture()).isCompleted();
    }

    @Test
    void firstReasonIsKept() {
        connection.closeAfterWrites(CloseReason.of(CloseReason.Kind.SHUTDOWN, "first"));
        connection.close(CloseReason.of(CloseReason.Kind.IDLE, "second"));
        rig.turn();

        assertThat(rig.logic.events).containsExactly("open", "close SHUTDOWN");
    }

    @Test
    void drainSendsWhatIsQueuedThenShutsDownThenWaitsForThePeer() {
        socket.window(2);
        connection.write(text("abcd"));
        connection.closeAfterWrites(CloseReason.of(CloseReason.Kind.LOCAL, "test"));
        rig.turn();
        assertThat(socket.isOutputShut()).isFalse();
        assertThat(socket.wantsRead()).isFalse();
        assertThatThrownBy(() -> connection.write(text("x"))).isInstanceOf(ClosedException.class);

        socket.window(100);
        rig.writable();
        assertThat(socket.takenText()).isEqualTo("abcd");
        assertThat(socket.isOutputShut()).isTrue();
        assertThat(socket.isClosed()).isFalse();
        assertThat(socket.wantsRead()).isTrue();

        socket.arrives("ignored");
        socket.ends();
        rig.readable();
        rig.readable();
        rig.turn();
        assertThat(socket.isClosed()).isTrue();
        assertThat(rig.logic.events).containsExactly("open", "close LOCAL");
    }

    @Test
    void lingerEndsAfterOneSecond() {
        connection.closeAfterWrites(CloseReason.of(CloseReason.Kind.LOCAL, "test"));
        rig.turn();
        rig.ticker.advance(Duration.ofMillis(999));
        rig.turn();
        assertThat(socket.isClosed()).isFalse();

        rig.ticker.advance(Duration.ofMillis(1));
        rig.turn();
        rig.turn();
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void refusalThrowsAwayAtMost256KiB() {
        socket.window(100);
        connection.refuse(text("error"), CloseReason.of(CloseReason.Kind.PROTOCOL, "bad frame"));
        rig.turn();
        assertThat(socket.takenText()).isEqualTo("error");

        socket.arrives(new byte[60_000]);
        for (int i = 0; i < 3; i++) {
            socket.arrives(new byte[60_000]);
            rig.readable();
        }
        socket.arrives(new byte[22_143]);
        rig.readable();
        rig.readable();
        assertThat(socket.isClosed()).as("262,143 bytes").isFalse();

        socket.arrives(new byte[1]);
        rig.readable();
        rig.turn();
        assertThat(socket.isClosed()).as("262,144 bytes").isTrue();
        assertThat(rig.logic.events).containsExactly("open", "close PROTOCOL");
    }

    @Test
    void refusalWritesItsErrorEvenWhereTheCapIsReached() {
        socket.window(0);
        connection.write(zeros(100));
        connection.refuse(text("error"), CloseReason.of(CloseReason.Kind.PROTOCOL, "bad frame"));
        socket.window(1_000);
        rig.turn();

        assertThat(socket.takenText()).endsWith("error");
    }

    @Test
    void attributesAreKeptByKeyNotByName() {
        Attribute<String> one = Attribute.of("name");
        Attribute<String> other = Attribute.of("name");
        connection.set(one, "value");

        assertThat(connection.get(one)).contains("value");
        assertThat(connection.get(other)).isEmpty();
    }

    @Test
    @Tag("feature-176")
    void timeSinceTheLastByteRunsFromEitherDirection() {
        rig.ticker.advance(Duration.ofSeconds(5));
        assertThat(connection.sinceLastActivity()).isEqualTo(Duration.ofSeconds(5));
        socket.arrives("x");
        rig.readable();
        assertThat(connection.sinceLastActivity()).isZero();

        rig.ticker.advance(Duration.ofSeconds(5));
        connection.write(text("x"));
        rig.turn();
        assertThat(connection.sinceLastActivity()).isZero();
    }

    @Test
    void endOfTheLoopClosesItsConnectionsOnly() {
        // Not registered with the selector, so the loop is asked directly, as it asks every key's owner.
        connection.onLoopEnding();

        assertThat(rig.logic.events).containsExactly("open", "close SHUTDOWN");
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void whatAnyCallbackThrowsClosesThisConnection() {
        for (String seam : new String[] {"onOpen", "onBytes", "onWritable", "onEnd", "onClose"}) {
            try (ConnectionRig failing = new ConnectionRig(new ThrowingLogic(seam))) {
                failing.socket.window(0);
                failing.socket.arrives("x");
                failing.readable();
                if (failing.connection.isOpen()) {
                    failing.connection.write(zeros(50));
                }
                failing.turn();
                failing.socket.ends();
                failing.readable();
                failing.connection.close();
                failing.turn();

                assertThat(failing.socket.isClosed()).as(seam).isTrue();
                assertThat(failing.connection
                                .closed()
                                .toCompletableFuture()
                                .join()
                                .kind())
                        .as(seam)
                        .isEqualTo(seam.equals("onClose") ? CloseReason.Kind.LOCAL : CloseReason.Kind.INTERNAL);
            }
        }
    }

    private static final class ThrowingLogic extends RecordingLogic {
        private final String seam;

        ThrowingLogic(String seam) {
            this.seam = seam;
        }

        private void at(String callback) {
            if (callback.equals(seam)) {
                throw new AssertionError("thrown on purpose at " + seam);
            }
        }

        @Override
        public void onOpen(TcpConnection opened) {
            at("onOpen");
        }

        @Override
        public void onBytes(byte[] array, int from, int to) {
            at("onBytes");
        }

        @Override
        public void onWritable(boolean writable) {
            at("onWritable");
        }

        @Override
        public void onEnd() {
            at("onEnd");
        }

        @Override
        public void onClose(CloseReason reason) {
            at("onClose");
        }
    }
}
