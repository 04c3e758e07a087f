package io.trunkline.transport.internal;

import io.trunkline.Delivery;
import io.trunkline.QueueFullException;
import io.trunkline.TrunklineException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.manual.ManualSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.trunkline.transport.internal.ConnectionRig.text;
import static io.trunkline.transport.internal.ConnectionRig.zeros;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutboundTest {
    private final ConnectionRig rig = new ConnectionRig();
    private final TcpConnection connection = rig.connection;
    private final ManualSocket socket = rig.socket;
    private final List<@Nullable TrunklineException> told = new ArrayList<>();

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    @Tag("feature-9")
    void writesOnTheLoopLeaveInOneWriteAtTheEndOfTheTurn() {
        connection.write(text("a"));
        connection.write(text("b"));
        connection.write(text("c"));
        assertThat(socket.writes()).isZero();
        rig.turn();

        assertThat(socket.takenText()).isEqualTo("abc");
        assertThat(socket.writes()).isEqualTo(1);
        assertThat(socket.wantsWrite()).isFalse();
        assertThat(connection.stats().bytesWritten()).isEqualTo(3);
    }

    @Test
    void whatManyGetIsWrittenAtOnceWhereNothingWaits() {
        connection.offer(fannedOut("now"));
        assertThat(socket.takenText()).isEqualTo("now");
        assertThat(connection.stats().bytesWritten()).isEqualTo(3);
        assertThat(connection.stats().framesQueued()).isEqualTo(1);
        rig.turn();
        assertThat(socket.writes()).as("nothing was left to flush").isEqualTo(1);
    }

    @Test
    void whatManyGetGoesBehindWhatWaits() {
        connection.write(text("first "));
        connection.offer(fannedOut("second"));
        assertThat(socket.writes()).isZero();
        rig.turn();
        assertThat(socket.takenText()).isEqualTo("first second");
    }

    @Test
    void whatTheSocketDidNotTakeOfItWaitsForItsReadiness() {
        socket.window(2);
        connection.offer(fannedOut("abcdef"));
        assertThat(socket.takenText()).isEqualTo("ab");
        assertThat(connection.outboundBytes()).isEqualTo(4);
        rig.turn();
        assertThat(socket.wantsWrite()).isTrue();
        socket.window(100);
        rig.writable();
        assertThat(socket.takenText()).isEqualTo("abcdef");
    }

    @Test
    void anOfferBeyondTheCapIsRefused() {
        connection.offer(new SharedFrame(new byte[100]));
        assertThatThrownBy(() -> connection.offer(new SharedFrame(new byte[101])))
                .isInstanceOf(QueueFullException.class);
        assertThat(socket.taken()).hasSize(100);
    }

    @Test
    void anErrorInAnOfferEndsTheConnection() {
        try (ConnectionRig failing = new ConnectionRig()) {
            failing.socket.breaksWrites();
            failing.connection.offer(fannedOut("lost"));
            failing.turn();
            failing.turn();
            assertThat(failing.logic.events).containsExactly("open", "close LOST");
        }
    }

    private static Outgoing fannedOut(String text) {
        return new SharedFrame(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void answersToAReadLeaveBeforeTheTurnEnds() throws Exception {
        try (ConnectionRig echo = new ConnectionRig(new RecordingLogic() {
            @Override
            public void onBytes(byte[] array, int from, int to) {
                connection().write(new Encoded(java.util.Arrays.copyOfRange(array, from, to)));
            }
        })) {
            echo.socket.arrives("ping");
            echo.readable();
            assertThat(echo.socket.takenText()).isEqualTo("ping");
            assertThat(echo.socket.writes()).isEqualTo(1);
        }
    }

    @Test
    void anErrorInAWriteEndsTheConnectionWhicheverThreadMeetsIt() throws Exception {
        for (boolean onLoop : new boolean[] {true, false}) {
            try (ConnectionRig failing = new ConnectionRig()) {
                failing.socket.breaksWrites();
                if (onLoop) {
                    failing.connection.write(text("lost"));
                } else {
                    failing.elsewhere(() -> failing.connection.write(text("lost")));
                }
                failing.turn();
                failing.turn();
                assertThat(failing.logic.events).containsExactly("open", "close LOST");
            }
        }
    }

    @Test
    void theFirstFailureOfAWriteIsTheCauseThatIsTold() {
        rig.elsewhere(() -> {
            socket.breaksWrites();
            connection.write(text("lost"));
            socket.failsWrites();
        });
        rig.turn();
        rig.turn();

        assertThat(connection.closed().toCompletableFuture().join().cause())
                .get(as(InstanceOfAssertFactories.THROWABLE))
                .hasMessage("the write failed")
                .hasCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void anotherThreadWritesByItselfWhileNothingIsQueued() {
        rig.elsewhere(() -> connection.write(text("direct")));

        assertThat(socket.takenText()).as("before any turn of the loop").isEqualTo("direct");
    }

    @Test
    void anotherThreadWritesAtMost64KiBAndLeavesTheRestToTheLoop() {
        try (ConnectionRig large = ConnectionRig.withCap(1_000_000)) {
            large.elsewhere(() -> large.connection.write(zeros(100_000)));
            assertThat(large.socket.taken()).hasSize(65_536);

            large.turn();
            assertThat(large.socket.taken()).hasSize(100_000);
        }
    }

    @Test
    void anotherThreadQueuesBehindWhatIsWaiting() {
        connection.write(text("first "));
        rig.elsewhere(() -> connection.write(text("second")));
        assertThat(socket.writes()).isZero();
        rig.turn();

        assertThat(socket.takenText()).isEqualTo("first second");
    }

    @Test
    void whatTheSocketDidNotTakeWaitsForItsReadiness() {
        socket.window(2);
        connection.write(text("abcdef"));
        rig.turn();
        assertThat(socket.takenText()).isEqualTo("ab");
        assertThat(socket.wantsWrite()).isTrue();
        assertThat(connection.outboundBytes()).isEqualTo(4);

        socket.window(100);
        rig.writable();
        assertThat(socket.takenText()).isEqualTo("abcdef");
        assertThat(socket.wantsWrite()).isFalse();
    }

    @Test
    void frameThatFillsTheCapPassesAndOneByteMoreIsRefused() {
        socket.window(0);
        connection.write(zeros(60));
        connection.write(zeros(40));

        assertThatThrownBy(() -> connection.write(zeros(1)))
                .isInstanceOfSatisfying(QueueFullException.class, full -> {
                    assertThat(full.limit()).isEqualTo(100);
                    assertThat(full.actual()).isEqualTo(101);
                    assertThat(full.delivery()).isEqualTo(Delivery.NOT_SENT);
                })
                .hasMessageContaining("127.0.0.1:4711");
        socket.window(1_000);
        rig.turn();
        assertThat(socket.taken()).hasSize(100);
    }

    @Test
    @Tag("feature-120")
    @Tag("feature-187")
    void turnsUnwritableAtTheHighWatermarkAndWritableAtTheLowOne() {
        socket.window(0);
        connection.write(zeros(19));
        assertThat(connection.isWritable()).isTrue();
        connection.write(zeros(1));
        assertThat(connection.isWritable()).isFalse();
        rig.turn();

        socket.window(9);
        rig.writable();
        assertThat(connection.isWritable()).as("11 bytes left").isFalse();
        socket.window(1);
        rig.writable();
        assertThat(connection.isWritable()).as("10 bytes left").isTrue();
        assertThat(rig.logic.events).containsExactly("open", "writable false", "writable true");
    }

    @Test
    void whoeverStoppedSendingIsToldWhenOneFlushMakesRoomAgain() {
        socket.window(1_000);
        connection.write(zeros(20));
        assertThat(connection.isWritable()).isFalse();
        rig.turn();

        assertThat(connection.isWritable()).isTrue();
        assertThat(rig.logic.events).containsExactly("open", "writable true");
    }

    @Test
    void watermarkCrossedElsewhereIsToldOnTheLoop() {
        socket.window(0);
        rig.elsewhere(() -> connection.write(zeros(20)));
        assertThat(rig.logic.events).containsExactly("open");
        rig.turn();

        assertThat(rig.logic.events).containsExactly("open", "writable false");
    }

    @Test
    void peerThatTakesNothingIsClosedAtTheWriteStall() {
        socket.window(0);
        connection.write(zeros(5));
        rig.turn();
        rig.ticker.advance(ConnectionRig.STALL.minusNanos(1));
        rig.turn();
        assertThat(connection.isOpen()).isTrue();

        rig.ticker.advance(Duration.ofNanos(1));
        rig.turn();
        rig.turn();
        assertThat(rig.logic.events).containsExactly("open", "close WRITE_STALL");
        assertThat(connection.closed().toCompletableFuture().join().text()).contains("10000 ms", "5 bytes");
    }

    @Test
    void eachByteTakenStartsTheWriteStallAnew() {
        socket.window(0);
        connection.write(zeros(3));
        rig.turn();
        for (int i = 0; i < 3; i++) {
            rig.ticker.advance(ConnectionRig.STALL.minusSeconds(1));
            rig.turn();
            socket.window(1);
            rig.writable();
        }
        rig.ticker.advance(ConnectionRig.STALL.multipliedBy(5));
        rig.turn();
        rig.turn();

        assertThat(connection.isOpen()).as("an empty queue cannot stall").isTrue();
    }

    @Test
    void stallIsMeasuredAnewForAQueueThatWasEmptyMeanwhile() {
        socket.window(0);
        connection.write(zeros(1));
        rig.turn();
        socket.window(1);
        rig.writable();
        rig.ticker.advance(ConnectionRig.STALL.minusSeconds(1));
        connection.write(zeros(1));
        rig.turn();
        rig.ticker.advance(Duration.ofSeconds(2));
        rig.turn();
        rig.turn();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void whatIsWrittenAfterTheLastWaitingFrameWasTakenBackLeaves() {
        socket.window(0);
        long position = connection.write(text("hasty"));
        rig.turn();
        assertThat(socket.wantsWrite()).isTrue();
        assertThat(connection.withdraw(position, 5)).isTrue();
        socket.arrives("an answer, which makes the connection look at what it is waiting for");
        rig.readable();

        connection.write(text("next"));
        rig.turn();
        socket.window(100);
        if (socket.wantsWrite()) {
            rig.writable();
        }
        assertThat(socket.takenText()).isEqualTo("next");
    }

    @Test
    void aQueueThatIsEmptyBecauseItsFramesWereTakenBackCannotStall() {
        socket.window(0);
        long position = connection.write(text("hasty"));
        rig.turn();
        rig.elsewhere(() -> assertThat(connection.withdraw(position, 5)).isTrue());
        rig.turn();
        rig.ticker.advance(ConnectionRig.STALL);
        rig.turn();
        rig.turn();

        assertThat(connection.isOpen()).isTrue();
        assertThat(socket.wantsWrite()).isFalse();
    }

    @Test
    void aDrainEndsWhenItsLastFrameIsTakenBack() {
        socket.window(0);
        long position = connection.write(text("hasty"));
        connection.closeAfterWrites(CloseReason.of(CloseReason.Kind.LOCAL, "test"));
        rig.turn();
        assertThat(socket.isOutputShut()).isFalse();
        rig.elsewhere(() -> connection.withdraw(position, 5));
        rig.turn();

        assertThat(socket.isOutputShut()).isTrue();
    }

    @Test
    void framesThatWereTakenBackDoNotCountAsWritten() {
        socket.window(0);
        long position = connection.write(text("hasty"));
        connection.write(text("next"));
        assertThat(connection.withdraw(position, 5)).isTrue();
        socket.window(100);
        rig.turn();

        assertThat(connection.stats().bytesWritten()).isEqualTo(4);
        assertThat(connection.written()).isEqualTo(9);
    }

    @Test
    @Tag("feature-104")
    void brokenPipeOfAnotherThreadClosesOnTheLoop() {
        socket.failsWrites();
        rig.elsewhere(() -> assertThatCode(() -> connection.write(text("x"))).doesNotThrowAnyException());
        assertThat(socket.isClosed()).isFalse();
        rig.turn();
        rig.turn();

        assertThat(socket.isClosed()).isTrue();
        assertThat(rig.logic.events).containsExactly("open", "close LOST");
    }

    @Test
    void callbackIsToldWhenTheLastByteIsTaken() {
        socket.window(3);
        connection.write(text("abcd"), told::add);
        rig.turn();
        assertThat(told).isEmpty();

        socket.window(1);
        rig.writable();
        assertThat(told).hasSize(1).containsOnlyNulls();
    }

    @Test
    void callbackOfADirectWriteIsToldBeforeTheCallReturns() {
        rig.elsewhere(() -> {
            connection.write(text("abcd"), told::add);
            assertThat(told).hasSize(1);
        });
        assertThat(told).hasSize(1).containsOnlyNulls();
    }

    @Test
    void closeTellsCallbacksWhetherTheirFirstByteHadLeft() {
        socket.window(2);
        connection.write(text("abcd"), told::add);
        connection.write(text("efgh"), told::add);
        rig.turn();
        connection.close(CloseReason.of(CloseReason.Kind.IDLE, "test"));
        rig.turn();

        assertThat(told)
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(ConnectionLostException.class));
        assertThat(told)
                .extracting(TrunklineException::delivery)
                .containsExactly(Delivery.MAYBE_SENT, Delivery.NOT_SENT);
    }

    @Test
    void callbackThatThrowsCostsNothingElse() {
        connection.write(text("a"), failure -> {
            throw new IllegalStateException("thrown on purpose");
        });
        connection.write(text("b"), told::add);
        rig.turn();

        assertThat(told).hasSize(1).containsOnlyNulls();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void emptyFrameIsTakenAndWritesNothing() {
        connection.write(zeros(0), told::add);
        rig.turn();

        assertThat(told).hasSize(1).containsOnlyNulls();
        assertThat(socket.writes()).isZero();
    }

    @Test
    void frameThatFailsToEncodeIsTheCallersProblemOnly() {
        Outgoing failing = new Outgoing() {
            @Override
            public int size() {
                return 4;
            }

            @Override
            public void writeTo(byte[] array, int offset) {
                throw new IllegalStateException("thrown on purpose");
            }
        };
        assertThatThrownBy(() -> connection.write(failing)).hasMessage("thrown on purpose");
        connection.write(text("fine"));
        rig.turn();

        assertThat(socket.takenText()).isEqualTo("fine");
    }
}
