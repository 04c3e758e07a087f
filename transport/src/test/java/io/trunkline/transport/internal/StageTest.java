package io.trunkline.transport.internal;

import io.trunkline.ClosedException;
import io.trunkline.Overflow;
import io.trunkline.QueueFullException;
import io.trunkline.TrunklineException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.manual.ManualConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.trunkline.transport.internal.ConnectionRig.text;
import static io.trunkline.transport.internal.ConnectionRig.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is sent on the loop, by way of a stage: the order, the bounds and the ends that every frame has. */
class StageTest {
    private static final CloseReason LOCAL = CloseReason.of(CloseReason.Kind.LOCAL, "test");

    private final ConnectionRig rig = new ConnectionRig();
    private final TcpConnection connection = rig.connection;
    private final List<@Nullable TrunklineException> told = new ArrayList<>();

    @AfterEach
    void end() {
        rig.close();
        assertThat(rig.loop.buffers().stages().lent()).isZero();
    }

    private static ConnectionRig large() {
        OutboundLimits limits =
                new OutboundLimits(16 * 1024, 64 * 1024, 1024 * 1024, Duration.ofSeconds(10), Overflow.FAIL);
        return new ConnectionRig(new ConnectionSettings(SocketOptions.DEFAULT, limits));
    }

    @Test
    void whatIsSentWithinATurnLeavesInOneWriteAndTheStageGoesBack() {
        connection.write(text("a"));
        connection.write(text("b"));
        assertThat(rig.loop.buffers().stages().lent()).isEqualTo(1);
        assertThat(rig.socket.writes()).isZero();
        assertThat(connection.outboundBytes()).isEqualTo(2);
        assertThat(connection.stats().framesQueued()).isEqualTo(2);
        rig.turn();

        assertThat(rig.socket.takenText()).isEqualTo("ab");
        assertThat(rig.socket.writes()).isEqualTo(1);
        assertThat(rig.socket.wantsWrite()).isFalse();
        assertThat(rig.loop.buffers().stages().lent()).isZero();
        assertThat(connection.outboundBytes()).isZero();
        assertThat(connection.stats().framesQueued()).isEqualTo(2);
        assertThat(connection.stats().bytesWritten()).isEqualTo(2);
    }

    @Test
    void aFrameOfAnotherThreadWaitsBehindWhatWasSentBefore() {
        connection.write(text("loop "));
        rig.elsewhere(() -> connection.write(text("other")));
        assertThat(rig.socket.writes()).isZero();
        assertThat(connection.outboundBytes()).isEqualTo(10);
        rig.turn();

        assertThat(rig.socket.takenText()).isEqualTo("loop other");
    }

    @Test
    void whatIsSentAfterAFrameOfAnotherThreadComesBehindIt() {
        connection.write(text("1 "));
        rig.elsewhere(() -> connection.write(text("2 ")));
        connection.write(text("3 "));
        rig.elsewhere(() -> connection.write(text("4 ")));
        connection.write(text("5"));
        rig.turn();

        assertThat(rig.socket.takenText()).isEqualTo("1 2 3 4 5");
    }

    @Test
    void whatIsWrittenOnTheLoopComesBehindWhatWasSent() {
        connection.write(text("1 "));
        connection.write(text("2 "), told::add);
        connection.write(text("3"));
        rig.turn();

        assertThat(rig.socket.takenText()).isEqualTo("1 2 3");
        assertThat(told).hasSize(1).containsOnlyNulls();
    }

    @Test
    void aCallbackBehindWhatIsStagedIsToldWithItsOwnBytes() {
        rig.socket.window(5);
        connection.write(text("loop "));
        rig.elsewhere(() -> connection.write(text("other"), told::add));
        rig.turn();
        assertThat(rig.socket.takenText()).isEqualTo("loop ");
        assertThat(told).isEmpty();

        rig.socket.window(5);
        rig.writable();
        assertThat(told).hasSize(1).containsOnlyNulls();
    }

    @Test
    void aFrameBehindWhatIsStagedIsTakenBackUntilItsFirstByteHasLeft() {
        rig.socket.window(6);
        connection.write(text("loop "));
        List<Long> positions = new ArrayList<>();
        rig.elsewhere(() -> {
            positions.add(connection.write(text("other")));
            positions.add(connection.write(text(" gone")));
        });
        assertThat(connection.withdraw(positions.get(1), 5)).isTrue();
        rig.turn();
        assertThat(rig.socket.takenText()).isEqualTo("loop o");
        assertThat(connection.withdraw(positions.get(0), 5)).isFalse();

        rig.socket.window(100);
        rig.writable();
        assertThat(rig.socket.takenText()).isEqualTo("loop other");
    }

    @Test
    void aStagedFrameIsTakenBackByItsLoopUntilItsFirstByteHasLeft() {
        long first = connection.write(text("first "));
        long second = connection.write(text("second "));
        connection.write(text("third"));
        assertThat(connection.withdraw(second, 7)).isTrue();
        rig.turn();

        assertThat(rig.socket.takenText()).isEqualTo("first third");
        assertThat(connection.withdraw(first, 6)).isFalse();
    }

    @Test
    void aStagedFrameThatAnotherThreadTakesBackNeverLeavesAndItsRoomIsFree() {
        connection.write(text("first "));
        long second = connection.write(text("second "));
        long third = connection.write(text("third"));
        List<Boolean> withdrawn = new ArrayList<>();
        rig.elsewhere(() -> {
            withdrawn.add(connection.withdraw(second, 7));
            withdrawn.add(connection.withdraw(second, 7));
        });
        assertThat(withdrawn).containsExactly(true, true);
        assertThat(connection.outboundBytes()).isEqualTo(11);
        connection.write(text(" fourth"));
        rig.turn();

        assertThat(rig.socket.takenText()).isEqualTo("first third fourth");
        assertThat(connection.withdraw(third, 5)).as("it has left").isFalse();
        assertThat(connection.outboundBytes()).isZero();
    }

    @Test
    void framesOfOtherThreadsBehindWhatIsStagedKeepTheirPositions() {
        connection.write(text("staged "));
        List<Long> positions = new ArrayList<>();
        rig.elsewhere(() -> {
            positions.add(connection.write(text("a ")));
            positions.add(connection.write(text("b ")));
            positions.add(connection.write(text("c")));
        });
        assertThat(connection.withdraw(positions.get(0), 2)).isTrue();
        rig.socket.window(7);
        rig.turn();
        assertThat(connection.withdraw(positions.get(1), 2)).isTrue();
        rig.socket.window(100);
        rig.writable();

        assertThat(rig.socket.takenText()).isEqualTo("staged c");
        assertThat(connection.withdraw(positions.get(2), 1)).isFalse();
    }

    @Test
    void aFrameIsTakenBackWhileWhatIsStagedBeforeItWaitsInTheQueue() {
        rig.socket.window(2);
        connection.write(text("loop "));
        List<Long> positions = new ArrayList<>();
        rig.elsewhere(() -> positions.add(connection.write(text("other"))));
        rig.turn();
        assertThat(connection.withdraw(positions.get(0), 5)).isTrue();
        assertThat(connection.outboundBytes()).isEqualTo(3);

        rig.socket.window(100);
        rig.writable();
        assertThat(rig.socket.takenText()).isEqualTo("loop ");
    }

    @Test
    void framesFillTheCapAndOneByteMoreIsRefused() {
        for (int i = 0; i < 4; i++) {
            connection.write(zeros(25));
        }
        assertThatThrownBy(() -> connection.write(zeros(1))).isInstanceOfSatisfying(QueueFullException.class, full -> {
            assertThat(full.limit()).isEqualTo(100);
            assertThat(full.actual()).isEqualTo(101);
        });
        rig.turn();
        assertThat(rig.socket.taken()).hasSize(100);
    }

    @Test
    void whatIsStagedCountsForTheCapOfOtherThreads() {
        connection.write(zeros(60));
        rig.elsewhere(() -> {
            connection.write(zeros(40));
            assertThatThrownBy(() -> connection.write(zeros(1))).isInstanceOf(QueueFullException.class);
        });
        assertThatThrownBy(() -> connection.write(zeros(1))).isInstanceOf(QueueFullException.class);
        rig.turn();
        assertThat(rig.socket.taken()).hasSize(100);
    }

    @Test
    void aSenderThatLooksSeesTheHighWatermarkWithinItsBatchAndIsToldOfTheLow() {
        connection.write(zeros(19));
        assertThat(connection.isWritable()).isTrue();
        connection.write(zeros(1));
        assertThat(connection.isWritable()).isFalse();
        rig.turn();

        assertThat(connection.isWritable()).isTrue();
        assertThat(rig.logic.events).containsExactly("open", "writable true");
    }

    @Test
    void stagedAndQueuedBytesReachTheWatermarkTogether() {
        connection.write(zeros(10));
        rig.elsewhere(() -> {
            connection.write(zeros(9));
            assertThat(connection.isWritable()).isTrue();
            connection.write(zeros(1));
            assertThat(connection.isWritable()).isFalse();
        });
        rig.turn();
        assertThat(connection.isWritable()).isTrue();
    }

    @Test
    void aFullStageIsWrittenAtOnceSoThatASenderWithoutAnEndStopsAtTheWatermark() {
        try (ConnectionRig pumping = large()) {
            int sent = 0;
            while (pumping.connection.isWritable()) {
                pumping.connection.write(zeros(1024));
                sent += 1024;
            }
            assertThat(pumping.socket.writes()).isEqualTo(8);
            assertThat(pumping.socket.taken()).hasSize(8 * Stage.WRITE_AT);
            assertThat(sent).isEqualTo(8 * Stage.WRITE_AT + 64 * 1024);
            pumping.turn();
            assertThat(pumping.socket.taken().length).isEqualTo(sent);
            assertThat(pumping.connection.isWritable()).isTrue();
        }
    }

    @Test
    void aStageThatTheSocketTakesInPartIsGivenBackAndItsRestChargedToTheBudget() {
        try (ConnectionRig pumping = large()) {
            pumping.socket.window(1_000);
            int sent = 0;
            while (pumping.connection.isWritable()) {
                pumping.connection.write(zeros(1024));
                sent += 1024;
            }
            assertThat(pumping.loop.buffers().stages().lent()).isZero();
            assertThat(pumping.connection.outboundBytes()).isEqualTo(sent - 1_000);
            assertThat(pumping.loop.memory().used()).isBetween(sent - 1_000L - MemoryAccount.STEP, sent - 1_000L);

            pumping.socket.window(1_000_000);
            pumping.writable();
            assertThat(pumping.socket.taken().length).isEqualTo(sent);
            assertThat(pumping.loop.memory().used()).isZero();
        }
    }

    @Test
    void aSenderThatDoesNotLookIsRefusedAtTheCap() {
        try (ConnectionRig full = large()) {
            full.socket.window(0);
            int sent = 0;
            try {
                while (true) {
                    full.connection.write(zeros(1000));
                    sent += 1000;
                }
            } catch (QueueFullException e) {
                assertThat(sent).isEqualTo(1024 * 1024 / 1000 * 1000);
            }
            full.socket.window(2_000_000);
            full.writable();
            full.writable();
            assertThat(full.socket.taken().length).as("after two flushes").isEqualTo(sent);
        }
    }

    @Test
    void connectionsBeyondTheStagesOfALoopSendAllTheSame() {
        List<TcpConnection> others = new ArrayList<>();
        List<ManualConnection> opened = new ArrayList<>();
        for (int i = 0; i < Stages.MOST + 2; i++) {
            ManualConnection other = new ManualConnection(rig.manualLoop, connection.settings(), new RecordingLogic());
            opened.add(other);
            others.add(other.connection());
        }
        others.forEach(each -> each.write(text("one ")));
        others.forEach(each -> each.write(text("two")));
        assertThat(rig.loop.buffers().stages().lent()).isEqualTo(Stages.MOST);
        rig.turn();

        opened.forEach(each -> assertThat(each.socket().takenText()).isEqualTo("one two"));
        opened.forEach(ManualConnection::close);
    }

    @Test
    void whatIsStagedLeavesBeforeADrainEnds() {
        connection.write(text("last "));
        connection.refuse(text("word"), LOCAL);
        assertThatThrownBy(() -> connection.write(text("late"))).isInstanceOf(ClosedException.class);
        rig.turn();

        assertThat(rig.socket.takenText()).isEqualTo("last word");
        assertThat(rig.socket.isOutputShut()).isTrue();
    }

    @Test
    void aCloseAmidTheBatchRefusesTheRestAndGivesTheStageBack() {
        connection.write(text("never"));
        connection.close(LOCAL);
        assertThatThrownBy(() -> connection.write(text("late"))).isInstanceOf(ClosedException.class);
        rig.turn();

        assertThat(rig.socket.taken()).isEmpty();
        assertThat(connection.outboundBytes()).isZero();
        assertThat(rig.logic.events).containsExactly("open", "close LOCAL");
    }

    @Test
    void aFailedWriteOfAStageEndsTheConnection() {
        rig.socket.failsWrites();
        connection.write(text("lost"));
        rig.turn();
        rig.turn();

        assertThat(rig.logic.events).containsExactly("open", "close LOST");
    }

    @Test
    void framesThatMayBeDroppedComeBehindWhatIsStagedAndGoFirst() {
        rig.socket.window(0);
        connection.write(zeros(40));
        connection.writeDroppable(text("x".repeat(50)));
        connection.writeDroppable(text("y".repeat(50)));
        assertThat(connection.stats().framesDropped()).isEqualTo(1);
        rig.socket.window(1_000);
        rig.turn();

        assertThat(rig.socket.takenText()).isEqualTo("\0".repeat(40) + "y".repeat(50));
    }

    @Test
    void thePeerHasTheWholeStallTimeoutFromTheFirstByteThatWaits() {
        rig.ticker.advance(ConnectionRig.STALL.multipliedBy(3));
        rig.socket.window(0);
        connection.write(text("abcde"));
        rig.turn();
        rig.ticker.advance(ConnectionRig.STALL.minusNanos(1));
        rig.turn();
        assertThat(connection.isOpen()).isTrue();

        rig.ticker.advance(Duration.ofNanos(1));
        rig.turn();
        rig.turn();
        assertThat(rig.logic.events).containsExactly("open", "close WRITE_STALL");
    }

    @Test
    void aFrameThatFailsToEncodeLeavesNothingBehind() {
        connection.write(text("a"));
        Outgoing failing = new Outgoing() {
            @Override
            public int size() {
                return 4;
            }

            @Override
            public void writeTo(byte[] array, int offset) {
                array[offset] = 'x';
                throw new IllegalStateException("thrown on purpose");
            }
        };
        assertThatThrownBy(() -> connection.write(failing)).hasMessage("thrown on purpose");
        connection.write(text("b"));
        rig.turn();

        assertThat(rig.socket.takenText()).isEqualTo("ab");
    }

    @Test
    void anEmptyFrameAndALargeOneGoTheLongWayInTheirPlace() {
        try (ConnectionRig mixed = large()) {
            mixed.connection.write(text("a"));
            mixed.connection.write(zeros(0));
            mixed.connection.write(zeros(Outgoing.LARGE));
            mixed.connection.write(text("b"));
            mixed.turn();
            byte[] taken = mixed.socket.taken();
            assertThat(taken).hasSize(Outgoing.LARGE + 2);
            assertThat(taken[0]).isEqualTo((byte) 'a');
            assertThat(taken[taken.length - 1]).isEqualTo((byte) 'b');
            assertThat(mixed.connection.stats().framesQueued()).isEqualTo(4);
        }
    }

    @Test
    void aThreadThatWaitsForRoomIsWokenWhenWhatWasStagedHasLeft() throws InterruptedException {
        connection.write(zeros(100));
        List<Boolean> room = new ArrayList<>();
        Thread waiting = new Thread(() -> {
            try {
                room.add(connection.awaitRoom(50, Duration.ofSeconds(20).toNanos()));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING && waiting.isAlive()) {
            Thread.onSpinWait();
        }
        rig.turn();
        waiting.join(20_000);

        assertThat(room).containsExactly(true);
    }
}
