package io.trunkline.transport.internal;

import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One frame for many connections of one loop, by hand. */
@Tag("feature-180")
class FrameFanOutTest {
    private static final int CAP = 1_000;

    private final ManualLoop loop = new ManualLoop();
    private final List<Member> members = new ArrayList<>();
    private final AtomicInteger encodings = new AtomicInteger();
    private final FrameFormat<Payload> counted = FrameFormat.lineLength().map(frame -> frame, frame -> {
        encodings.incrementAndGet();
        return frame;
    });

    @AfterEach
    void closeAll() {
        members.forEach(member -> member.manual.close());
        loop.close();
    }

    /** A connection on the loop, as its handler sees it. */
    private static final class Member implements ConnectionHandler<Payload> {
        private final ManualConnection manual;
        private @Nullable FrameConnection<Payload> connection;
        private @Nullable CloseReason closed;

        Member(ManualLoop loop, FrameProtocol<Payload> protocol, OutboundLimits limits) {
            ConnectionSettings settings = new ConnectionSettings(SocketOptions.DEFAULT, limits);
            manual = new ManualConnection(loop, settings, protocol.logic(opened -> {
                connection = opened;
                return this;
            }));
        }

        FrameConnection<Payload> connection() {
            return Objects.requireNonNull(connection, "opened");
        }

        @Override
        public void onFrame(Payload frame) {}

        @Override
        public void onClose(CloseReason reason) {
            closed = reason;
        }

        String got() {
            return manual.socket().takenText();
        }
    }

    private Member member(FrameFormat<Payload> format, int maxFrame, Overflow overflow) {
        OutboundLimits limits = new OutboundLimits(10, 100, CAP, Duration.ofSeconds(10), overflow);
        FrameProtocol<Payload> protocol =
                new FrameProtocol<>(new FrameSettings<>(format, FrameLimits.of(maxFrame), limits, Runnable::run, true));
        Member member = new Member(loop, protocol, limits);
        members.add(member);
        return member;
    }

    private Member member() {
        return member(counted, 10_000, Overflow.FAIL);
    }

    private FrameFanOut<Payload> send(String text, Member... to) {
        FrameFanOut<Payload> fanOut = new FrameFanOut<>(Payload.ofText(text));
        for (Member member : to) {
            fanOut.to(member.connection());
        }
        fanOut.finish();
        return fanOut;
    }

    @Test
    void aFrameIsEncodedOnceAndEachConnectionGetsItInOneWrite() {
        Member first = member();
        Member second = member();
        send("hello", first, second);
        send("again", first, second);
        loop.runUntilIdle();

        assertThat(first.got()).isEqualTo("5\nhello5\nagain");
        assertThat(second.got()).isEqualTo(first.got());
        assertThat(encodings).hasValue(2);
        assertThat(second.manual.socket().writes()).isEqualTo(1);
    }

    @Test
    void whatTheSenderSendsByTheConnectionItselfKeepsItsPlace() {
        Member only = member();
        only.connection().send(Payload.ofText("a"));
        send("b", only);
        only.connection().send(Payload.ofText("c"));
        send("d", only);
        loop.runUntilIdle();

        assertThat(only.got()).isEqualTo("1\na1\nb1\nc1\nd");
    }

    @Test
    void framesOfAnotherThreadLeaveByTheLoopAlone() throws InterruptedException {
        Member first = member();
        Member second = member();
        Thread sender = new Thread(() -> send("hello", first, second));
        sender.start();
        sender.join();
        assertThat(first.manual.socket().writes()).isZero();
        loop.runUntilIdle();

        assertThat(first.got()).isEqualTo("5\nhello");
        assertThat(second.got()).isEqualTo("5\nhello");
    }

    @ParameterizedTest
    @EnumSource(
            value = Overflow.class,
            names = {"BLOCK", "FAIL", "CLOSE"})
    void aFullConnectionIsClosedAloneUnlessItsPolicyIsToDrop(Overflow overflow) {
        Member slow = member(counted, 10_000, overflow);
        Member quick = member();
        slow.manual.socket().window(0);
        String large = "x".repeat(400);
        for (int sent = 0; sent < 3; sent++) {
            send(large, slow, quick);
            loop.runUntilIdle();
        }

        assertThat(slow.closed).isNotNull().extracting(CloseReason::kind).isEqualTo(CloseReason.Kind.OUTBOUND_CAP);
        assertThat(quick.closed).isNull();
        assertThat(quick.got()).hasSize(3 * 404);
    }

    @Test
    void dropNewestKeepsWhatWaitsAndCountsTheRest() {
        Member slow = member(counted, 10_000, Overflow.DROP_NEWEST);
        slow.manual.socket().window(0);
        for (int sent = 0; sent < 5; sent++) {
            send(sent + "x".repeat(399), slow);
            loop.runUntilIdle();
        }
        assertThat(slow.connection().stats().framesDropped()).isEqualTo(3);
        slow.manual.socket().window(10_000);
        slow.manual.writable();

        assertThat(slow.got()).hasSize(2 * 404).startsWith("400\n0x").contains("400\n1x");
        assertThat(slow.closed).isNull();
    }

    @Test
    void dropOldestKeepsTheNewestAndCountsTheRest() {
        Member slow = member(counted, 10_000, Overflow.DROP_OLDEST);
        slow.manual.socket().window(0);
        for (int sent = 0; sent < 5; sent++) {
            send(sent + "x".repeat(399), slow);
            loop.runUntilIdle();
        }
        assertThat(slow.connection().stats().framesDropped()).isEqualTo(3);
        slow.manual.socket().window(10_000);
        slow.manual.writable();

        assertThat(slow.got()).hasSize(2 * 404).startsWith("400\n3x").contains("400\n4x");
    }

    @Test
    void aFrameLargerThanAnyRoomIsDroppedOrClosesAndNeverThrows() {
        Member closing = member();
        Member dropping = member(counted, 10_000, Overflow.DROP_OLDEST);
        send("x".repeat(CAP + 1), closing, dropping);
        loop.runUntilIdle();

        assertThat(closing.closed).isNotNull();
        assertThat(dropping.closed).isNull();
        assertThat(dropping.connection().stats().framesDropped()).isEqualTo(1);
    }

    @Test
    void aClosedConnectionIsPassedOver() {
        Member gone = member();
        Member there = member();
        gone.connection().close();
        send("hello", gone, there);
        loop.runUntilIdle();

        assertThat(there.got()).isEqualTo("5\nhello");
        assertThat(gone.got()).isEmpty();
    }

    @Test
    void connectionsOfOtherFormatsAndLimitsGetTheirOwnBytes() {
        Member lines = member();
        Member prefixed = member(FrameFormat.lengthPrefixed(), 10_000, Overflow.FAIL);
        Member narrow = member(counted, 3, Overflow.FAIL);
        FrameFanOut<Payload> fanOut = send("hello", narrow, lines, prefixed);
        loop.runUntilIdle();

        assertThat(lines.got()).isEqualTo("5\nhello");
        assertThat(prefixed.got()).isEqualTo("\0\0\0\5hello");
        assertThat(narrow.got()).isEmpty();
        assertThat(narrow.closed).isNull();
        assertThat(fanOut.refused()).extracting(PayloadException::reason).isEqualTo("FRAME_TOO_LARGE");
    }

    @Test
    void smallFramesTakeNoChunkWhereNothingWaits() {
        Member first = member();
        Chunk pooled = loop.loop().buffers().chunks().take(1);
        loop.loop().buffers().chunks().give(pooled);
        first.manual.socket().window(0);
        send("hello", first);

        assertThat(loop.loop().buffers().chunks().take(1)).as("nobody took it").isSameAs(pooled);
        first.manual.socket().window(1_000);
        loop.runUntilIdle();
        assertThat(first.got()).isEqualTo("5\nhello");
    }

    @Test
    void aLargeBodyIsChargedOnceForAll() {
        OutboundLimits limits = new OutboundLimits(10, 100, 1_000_000, Duration.ofSeconds(10), Overflow.FAIL);
        FrameProtocol<Payload> protocol = new FrameProtocol<>(
                new FrameSettings<>(counted, FrameLimits.of(1_000_000), limits, Runnable::run, true));
        Member[] slow = new Member[5];
        for (int i = 0; i < slow.length; i++) {
            slow[i] = new Member(loop, protocol, limits);
            members.add(slow[i]);
            slow[i].manual.socket().window(0);
        }
        send("x".repeat(100_000), slow);
        loop.runUntilIdle();
        assertThat(loop.loop().memory().used()).isEqualTo(100_007);

        members.forEach(member -> member.connection().close());
        loop.runUntilIdle();
        assertThat(loop.loop().memory().used()).isZero();
    }
}
