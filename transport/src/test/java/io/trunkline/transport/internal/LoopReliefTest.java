package io.trunkline.transport.internal;

import io.trunkline.Overflow;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.internal.MemoryBudget.Level;
import io.trunkline.transport.manual.ManualConnection;
import io.trunkline.transport.manual.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopReliefTest {
    private static final OutboundLimits LIMITS =
            new OutboundLimits(10, 1_000, 100_000, Duration.ofHours(1), Overflow.FAIL);
    private static final ConnectionSettings OUTGOING = new ConnectionSettings(SocketOptions.DEFAULT, LIMITS);
    private static final ConnectionSettings ACCEPTED = OUTGOING.asAccepted();

    private final ManualLoop loop = new ManualLoop();
    private final List<ManualConnection> open = new ArrayList<>();

    @AfterEach
    void end() {
        open.forEach(ManualConnection::close);
        assertThat(loop.loop().memory().used())
                .as("nothing is charged once all are closed")
                .isZero();
        loop.close();
    }

    private ManualConnection holding(ConnectionSettings settings, int unread) {
        ManualConnection made = new ManualConnection(loop, settings, new RecordingLogic());
        open.add(made);
        made.socket().window(0);
        if (unread > 0) {
            made.connection().write(ConnectionRig.zeros(unread));
        }
        loop.turn();
        return made;
    }

    private @Nullable TcpConnection act(Level level) {
        return LoopRelief.act(open.stream().map(ManualConnection::connection).toList(), level);
    }

    @Test
    void thoseAtOrAboveTheMeanAreNotReadUntilAllIsWell() {
        ManualConnection idle = holding(ACCEPTED, 0);
        ManualConnection little = holding(ACCEPTED, 100);
        ManualConnection mean = holding(ACCEPTED, 300);
        ManualConnection much = holding(ACCEPTED, 500);

        assertThat(act(Level.PRESSED)).as("nobody is cut yet").isNull();
        assertThat(idle.socket().wantsRead()).isTrue();
        assertThat(little.socket().wantsRead()).isTrue();
        assertThat(mean.socket().wantsRead()).isFalse();
        assertThat(much.socket().wantsRead()).isFalse();

        act(Level.NORMAL);
        assertThat(open).allMatch(made -> made.socket().wantsRead());
    }

    @Test
    void whoHasReadAllIsReadAgainThoughMemoryIsStillShort() {
        ManualConnection slow = holding(ACCEPTED, 500);
        act(Level.PRESSED);
        assertThat(slow.socket().wantsRead()).isFalse();

        slow.socket().window(499);
        slow.writable();
        act(Level.PRESSED);
        assertThat(slow.socket().wantsRead()).as("one byte is left").isFalse();

        slow.socket().window(1);
        slow.writable();
        act(Level.PRESSED);
        assertThat(slow.socket().wantsRead()).isTrue();
    }

    @Test
    void aConnectorIsReadWhateverItHolds() {
        ManualConnection connector = holding(OUTGOING, 5_000);
        act(Level.PRESSED);
        assertThat(connector.socket().wantsRead()).isTrue();
    }

    @Test
    void theWorstBeyondItsHighWatermarkIsToBeCut() {
        holding(ACCEPTED, 1_500);
        ManualConnection worst = holding(OUTGOING, 2_000);
        holding(ACCEPTED, 999);
        assertThat(act(Level.FULL)).isSameAs(worst.connection());
    }

    @Test
    void whoKeepsBelowItsHighWatermarkIsNoSlowReader() {
        holding(ACCEPTED, 999);
        assertThat(act(Level.FULL)).isNull();
    }

    @Test
    void theSlowestOfAllLoopsIsFoundWithTheLastAnswer() {
        TcpConnection small = holding(ACCEPTED, 1_500).connection();
        TcpConnection large = holding(ACCEPTED, 2_500).connection();
        AtomicReference<TcpConnection> found = new AtomicReference<>();
        SlowestReader slowest = new SlowestReader(3, found::set);
        slowest.add(large);
        slowest.add(small);
        assertThat(found).hasNullValue();
        slowest.add(null);
        assertThat(found).hasValue(large);
    }

    @Test
    void noAnswerNamesNobody() {
        AtomicReference<TcpConnection> found = new AtomicReference<>();
        new SlowestReader(1, found::set).add(null);
        assertThat(found).hasNullValue();
    }
}
