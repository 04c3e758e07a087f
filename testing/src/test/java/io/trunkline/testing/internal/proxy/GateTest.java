package io.trunkline.testing.internal.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What each toxic decides, by a clock that is turned by hand. */
class GateTest {
    private static final long SEED = 20_261_120;
    private static final long MILLI = 1_000_000;

    private static Gate open(Toxic toxic) {
        return toxic.open(new Random(SEED));
    }

    private static Parcel parcel(int size, long arrived) {
        return Parcel.of(new byte[size], arrived);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends bytes through a gate in pieces of one size. */
    private static byte[] through(Gate gate, byte[] all, int pieceSize) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Parcel parcel = Parcel.of(all, 0);
        while (parcel.remaining() > 0) {
            int size = Math.min(pieceSize, parcel.remaining());
            out.writeBytes(gate.change(parcel.take(size)));
            gate.passed(size, 0);
        }
        return out.toByteArray();
    }

    @Test
    void latencyCountsFromTheArrivalOfEachPiece() {
        Gate gate = open(new Latency(Duration.ofMillis(200), Duration.ZERO));

        assertThat(gate.delay(parcel(1, 0), 50 * MILLI)).isEqualTo(150 * MILLI);
        assertThat(gate.delay(parcel(1, 20 * MILLI), 50 * MILLI)).isEqualTo(170 * MILLI);
        assertThat(gate.delay(parcel(1, 20 * MILLI), 220 * MILLI)).isLessThanOrEqualTo(0);
    }

    @Test
    void latencyDelaysTheEndToo() {
        Gate gate = open(new Latency(Duration.ofMillis(200), Duration.ZERO));

        assertThat(gate.delay(Parcel.end(Fate.CLOSE, 0), 50 * MILLI)).isEqualTo(150 * MILLI);
    }

    @Test
    void jitterStaysInItsBoundsAndNeverReorders() {
        Gate gate = open(new Latency(Duration.ofMillis(200), Duration.ofMillis(100)));
        long last = Long.MIN_VALUE;
        for (int i = 0; i < 1_000; i++) {
            long arrived = i * MILLI;
            long due = arrived + gate.delay(parcel(1, arrived), arrived);

            assertThat(due - arrived).isBetween(100 * MILLI, 400 * MILLI);
            assertThat(due).isGreaterThanOrEqualTo(last);
            last = due;
        }
    }

    @Test
    void jitterIsDrawnOnceForEachPiece() {
        Gate gate = open(new Latency(Duration.ofMillis(200), Duration.ofMillis(100)));
        Parcel parcel = parcel(1, 0);

        assertThat(gate.delay(parcel, 0)).isEqualTo(gate.delay(parcel, 0));
    }

    @Test
    void bandwidthLetsTheRateThroughAndNoMore() {
        Gate gate = open(new Bandwidth(1_024));
        Parcel endless = parcel(1 << 20, 0);
        int sent = 0;
        for (long now = 0; now < 10_000 * MILLI; ) {
            long wait = gate.delay(endless, now);
            if (wait <= 0) {
                int size = gate.limit(endless.remaining(), now);
                endless.take(size);
                gate.passed(size, now);
                sent += size;
            }
            now += Math.max(wait, 1);
        }

        assertThat(sent).isBetween(10 * 1_024 - 21, 10 * 1_024 + 2 * 20);
    }

    @Test
    void bandwidthDoesNotSaveUpWhileNothingIsSent() {
        Gate gate = open(new Bandwidth(1_000));
        Parcel parcel = parcel(1 << 20, 0);
        gate.delay(parcel, 0);

        assertThat(gate.delay(parcel, 60_000 * MILLI)).isLessThanOrEqualTo(0);
        assertThat(gate.limit(1 << 20, 60_000 * MILLI)).isEqualTo(40);
    }

    @Test
    void bandwidthOfOneByteASecondMovesOneByteASecond() {
        Gate gate = open(new Bandwidth(1));
        Parcel parcel = parcel(2, 0);

        assertThat(gate.delay(parcel, 0)).isLessThanOrEqualTo(0);
        assertThat(gate.limit(2, 0)).isEqualTo(1);
        gate.passed(1, 0);
        assertThat(gate.delay(parcel, 0)).isEqualTo(1_000 * MILLI);
    }

    @Test
    void slicerPausesAfterEachPiece() {
        Gate gate = open(new Slicer(3, Duration.ofMillis(1)));

        assertThat(gate.delay(parcel(10, 0), 0)).isZero();
        assertThat(gate.limit(10, 0)).isEqualTo(3);
        assertThat(gate.limit(2, 0)).isEqualTo(2);
        gate.passed(3, 0);
        assertThat(gate.delay(parcel(7, 0), MILLI / 4)).isEqualTo(3 * MILLI / 4);
        assertThat(gate.delay(parcel(7, 0), MILLI)).isLessThanOrEqualTo(0);
    }

    @Test
    void cutLetsExactlyItsBytesThrough() {
        Gate gate = open(new CutAfter(5, Fate.RESET));

        assertThat(gate.limit(3, 0)).isEqualTo(3);
        gate.passed(3, 0);
        assertThat(gate.fate()).isEqualTo(Fate.LIVE);
        assertThat(gate.limit(3, 0)).isEqualTo(2);
        gate.passed(2, 0);
        assertThat(gate.fate()).isEqualTo(Fate.RESET);
    }

    @Test
    void cutAfterNothingCutsAtOnce() {
        assertThat(open(new CutAfter(0, Fate.CLOSE)).fate()).isEqualTo(Fate.CLOSE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10})
    void corruptAtFlipsOneBitOfThatByteHoweverThePiecesFall(int pieceSize) {
        byte[] changed = through(open(new CorruptAt(6)), new byte[10], pieceSize);

        for (int i = 0; i < changed.length; i++) {
            assertThat(Integer.bitCount(changed[i] & 0xFF)).isEqualTo(i == 6 ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void corruptEveryFlipsOneBitOfEachWindow(int pieceSize) {
        byte[] changed = through(open(new CorruptEvery(100)), new byte[1_000], pieceSize);

        for (int window = 0; window < 10; window++) {
            int bits = 0;
            for (int i = 100 * window; i < 100 * (window + 1); i++) {
                bits += Integer.bitCount(changed[i] & 0xFF);
            }
            assertThat(bits).isEqualTo(1);
        }
    }

    @Test
    void sameSeedCorruptsTheSameBits() {
        assertThat(through(open(new CorruptEvery(10)), new byte[1_000], 13))
                .isEqualTo(through(open(new CorruptEvery(10)), new byte[1_000], 1_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8})
    void duplicateRepeatsTheFirstBytesOnceHoweverThePiecesFall(int pieceSize) {
        byte[] changed = through(open(new Duplicate(3)), bytes("abcdefgh"), pieceSize);

        assertThat(changed).asString(StandardCharsets.US_ASCII).isEqualTo("abcabcdefgh");
    }

    @Test
    void slowCloseKeepsTheEndBackFromWhenItIsItsTurn() {
        Gate gate = open(new SlowClose(Duration.ofMillis(100)));
        Parcel end = Parcel.end(Fate.CLOSE, 0);

        assertThat(gate.delay(parcel(1, 0), 0)).isZero();
        assertThat(gate.delay(end, 70 * MILLI)).isEqualTo(100 * MILLI);
        assertThat(gate.delay(end, 170 * MILLI)).isZero();
        assertThat(gate.delay(Parcel.end(Fate.RESET, 0), 0)).isZero();
    }

    @Test
    void blackHoleSwallowsBytesAndKeepsTheEndBack() {
        Gate gate = open(new BlackHole());

        assertThat(gate.reads()).isTrue();
        assertThat(gate.isShut()).isFalse();
        assertThat(gate.swallows()).isTrue();
        assertThat(gate.delay(parcel(1, 0), 0)).isZero();
        assertThat(gate.change(bytes("abc"))).isEmpty();
        assertThat(gate.delay(Parcel.end(Fate.RESET, 0), 0)).isEqualTo(Gate.NEVER);
    }

    @Test
    void halfOpenDoesNotEvenReadAndResetsWhenItIsLifted() {
        Gate gate = open(new HalfOpen());

        assertThat(gate.reads()).isFalse();
        assertThat(gate.isShut()).isTrue();
        assertThat(gate.lifted()).isEqualTo(Fate.RESET);
    }

    @Test
    void holdReadsAndForwardsNothing() {
        Gate gate = open(new Hold());

        assertThat(gate.reads()).isTrue();
        assertThat(gate.isShut()).isTrue();
        assertThat(gate.lifted()).isEqualTo(Fate.LIVE);
    }
}
