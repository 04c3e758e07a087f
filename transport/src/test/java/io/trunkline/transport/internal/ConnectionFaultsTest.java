package io.trunkline.transport.internal;

import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.QueueFullException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.manual.ManualConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Peers that reset, end, freeze or read slowly, in every phase of a connection; faults.md P6, F1, F2, F3, F12, F14.
 *
 * <p>Closing the manual connection fails where a deadline is left.
 */
class ConnectionFaultsTest {
    private static final Duration STALL = Duration.ofSeconds(10);
    private static final int CAP = 10_000;

    private final List<String> seen = new ArrayList<>();
    private @Nullable FrameConnection<Payload> opened;
    private ManualConnection manual = open(Overflow.FAIL);

    @AfterEach
    void closeConnection() {
        manual.close();
    }

    private ManualConnection open(Overflow overflow) {
        OutboundLimits limits = new OutboundLimits(1_000, 4_000, CAP, STALL, overflow);
        FrameProtocol<Payload> protocol = new FrameProtocol<>(
                new FrameSettings<>(FrameFormat.lineLength(), FrameLimits.of(5_000), limits, Runnable::run, true));
        return new ManualConnection(
                new ConnectionSettings(SocketOptions.DEFAULT, limits), protocol.logic(connection -> {
                    opened = connection;
                    return new Recorder();
                }));
    }

    private void reopen(Overflow overflow) {
        manual.close();
        seen.clear();
        manual = open(overflow);
    }

    /** Where a connection may stand when its peer fails. */
    private enum Phase {
        BEFORE_THE_FIRST_BYTE,
        BETWEEN_FRAMES,
        INSIDE_A_LENGTH,
        INSIDE_A_BODY,
        READING_PAUSED,
        AN_ANSWER_HALF_SENT,
        DRAINING,
        LINGERING
    }

    private FrameConnection<Payload> frames() {
        return Objects.requireNonNull(opened, "not open");
    }

    private void arrives(String bytes) {
        manual.socket().arrives(bytes);
        manual.readable();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The stage cannot fail: writing down does not throw.
    private void sendsHalf() {
        manual.socket().window(3);
        frames().sendAsync(Payload.ofText("answer"))
                .whenComplete((sent, failure) -> seen.add("sent " + (failure == null)));
        manual.loop().turn();
    }

    private void reach(Phase phase) {
        switch (phase) {
            case BEFORE_THE_FIRST_BYTE -> {}
            case BETWEEN_FRAMES -> arrives("1\na");
            case INSIDE_A_LENGTH -> arrives("1\na12");
            case INSIDE_A_BODY -> arrives("1\na9\nabc");
            case READING_PAUSED -> frames().pauseReading();
            case AN_ANSWER_HALF_SENT -> sendsHalf();
            case DRAINING -> {
                sendsHalf();
                frames().closeAfterWrites();
            }
            case LINGERING -> frames().closeAfterWrites();
        }
        manual.loop().runUntilIdle();
        seen.removeIf(each -> each.length() == 1); // Whole frames before the fault: not what is looked at.
    }

    private void assertEndedOnce(Phase phase) {
        boolean begunHere = phase == Phase.DRAINING || phase == Phase.LINGERING;
        CloseReason.Kind reason = begunHere ? CloseReason.Kind.LOCAL : CloseReason.Kind.LOST;
        manual.loop().runUntilIdle();
        assertThat(seen.stream().filter(each -> each.startsWith("close"))).containsExactly("close " + reason);
        assertThat(seen.stream().filter(each -> each.startsWith("sent")).toList())
                .as("a half-sent answer fails once")
                .isIn(List.of(), List.of("sent false"));
        assertThat(manual.socket().isClosed()).isTrue();
        assertThat(manual.connection().outboundBytes()).isZero();
        assertThat(manual.loop().loop().deadlineCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void resetThatAReadSeesEndsTheConnectionOnce(Phase phase) {
        reach(phase);
        manual.socket().resets();
        if (phase == Phase.READING_PAUSED) {
            frames().resumeReading();
        }
        if (phase == Phase.DRAINING) {
            manual.socket().failsWrites(); // What was received is not read any more: the next write sees it.
            manual.writable();
        } else {
            manual.readable();
        }

        assertEndedOnce(phase);
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, mode = EnumSource.Mode.EXCLUDE, names = "LINGERING")
    void resetThatAWriteSeesEndsTheConnectionOnce(Phase phase) {
        reach(phase);
        manual.socket().failsWrites();
        if (phase != Phase.DRAINING) {
            frames().send(Payload.ofText("more"));
            manual.loop().turn();
        }
        manual.writable();

        assertEndedOnce(phase);
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"BEFORE_THE_FIRST_BYTE", "BETWEEN_FRAMES", "INSIDE_A_LENGTH", "INSIDE_A_BODY"})
    void endOfInputBetweenFramesIsAnOrderlyEndAndInsideOneIsNot(Phase phase) {
        reach(phase);
        manual.socket().ends();
        manual.readable();
        manual.loop().runUntilIdle();

        boolean inside = phase == Phase.INSIDE_A_LENGTH || phase == Phase.INSIDE_A_BODY;
        assertThat(seen).isEqualTo(inside ? List.of("close PROTOCOL") : List.of("end", "close REMOTE"));
        assertThat(manual.socket().isClosed()).isTrue();
    }

    /** The kernel tells of a reset once: if that is to a write of another thread, the loop's next read sees an end. */
    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"BEFORE_THE_FIRST_BYTE", "BETWEEN_FRAMES", "INSIDE_A_LENGTH", "INSIDE_A_BODY"})
    void resetThatAWriteElsewhereSawIsNoOrderlyEndToTheReadBehindIt(Phase phase) throws InterruptedException {
        reach(phase);
        manual.socket().failsWrites();
        Thread elsewhere = new Thread(() -> frames().send(Payload.ofText("more")), "elsewhere");
        elsewhere.start();
        elsewhere.join();
        manual.socket().ends();
        manual.readable();

        assertEndedOnce(phase);
    }

    @Test
    void frozenPeerIsCutAtTheWriteStallAndHoldsNothingAfterwards() {
        sendsHalf();
        manual.loop().advance(STALL.minusNanos(1));
        assertThat(manual.socket().isClosed()).isFalse();
        manual.loop().advance(Duration.ofNanos(1));

        assertThat(manual.loop().loop().deadlineCount()).isZero();
        manual.loop().runUntilIdle();
        assertThat(seen).containsExactlyInAnyOrder("sent false", "close WRITE_STALL");
        assertThat(manual.connection().outboundBytes()).isZero();
    }

    @Test
    void peerFrozenWhileItsBytesAreThrownAwayIsLeftAfterASecond() {
        frames().closeAfterWrites();
        manual.loop().runUntilIdle();
        manual.loop().advance(Duration.ofSeconds(1).minusNanos(1));
        assertThat(manual.socket().isClosed()).isFalse();

        manual.loop().advance(Duration.ofNanos(1));
        manual.loop().runUntilIdle();

        assertThat(manual.socket().isClosed()).isTrue();
    }

    @Test
    void slowReaderHoldsNoMoreThanTheCapAndIsCutThereIfThePolicySaysSo() {
        reopen(Overflow.CLOSE);
        manual.socket().window(10);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < CAP; i++) {
                        frames().send(Payload.ofText("x".repeat(500)));
                        manual.loop().turn();
                        assertThat(manual.connection().outboundBytes()).isLessThanOrEqualTo(CAP);
                    }
                })
                .isInstanceOf(QueueFullException.class);
        manual.loop().runUntilIdle();

        assertThat(seen).contains("writable false", "close OUTBOUND_CAP");
        assertThat(manual.connection().outboundBytes()).isZero();
        assertThat(manual.socket().isClosed()).isTrue();
    }

    @Test
    void slowReaderThatTakesAByteNowAndThenIsKeptAndNeverHoldsMoreThanTheCap() {
        reopen(Overflow.DROP_NEWEST);
        manual.socket().window(0);
        for (int i = 0; i < 200; i++) {
            frames().send(Payload.ofText("x".repeat(500)));
            manual.loop().advance(STALL.dividedBy(2));
            manual.socket().window(1);
            manual.writable();
            assertThat(manual.connection().outboundBytes()).isLessThanOrEqualTo(CAP);
        }

        assertThat(frames().isOpen()).isTrue();
        assertThat(frames().stats().framesDropped()).isGreaterThan(150);
    }

    private final class Recorder implements ConnectionHandler<Payload> {
        @Override
        public void onFrame(Payload frame) {
            seen.add(frame.text());
        }

        @Override
        public void onWritable(boolean writable) {
            seen.add("writable " + writable);
        }

        @Override
        public void onEnd() {
            seen.add("end");
        }

        @Override
        public void onClose(CloseReason reason) {
            seen.add("close " + reason.kind());
        }
    }
}
