package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FrameSplitterTest {
    private static final int LIMIT = 1 << 20;

    private final FrameSplitter splitter = new FrameSplitter(new LengthFieldDelimiter(0, 4, LIMIT));

    private static byte[] frame(int body) {
        byte[] frame = new byte[4 + body];
        Bytes.put32(frame, 0, body);
        return frame;
    }

    @Test
    void handsOverWholeFramesWhereTheyLie() {
        byte[] bytes = Hex.join(frame(3), frame(0), frame(5));
        List<String> seen = new ArrayList<>();

        splitter.feed(bytes, 0, bytes.length, (array, offset, length) -> {
            assertThat(array).isSameAs(bytes);
            return seen.add(splitter.position() + ":" + offset + "+" + length);
        });

        assertThat(seen).containsExactly("0:0+7", "7:7+4", "11:11+9");
        assertThat(splitter.allocated()).isZero();
    }

    @Test
    void keepsNoBufferBetweenFrames() {
        byte[] bytes = frame(100);

        splitter.feed(bytes, 0, 50, (array, offset, length) -> true);
        assertThat(splitter.buffered()).isEqualTo(50);
        assertThat(splitter.allocated()).isEqualTo(104);
        splitter.feed(bytes, 50, 104, (array, offset, length) -> true);

        assertThat(splitter.buffered()).isZero();
        assertThat(splitter.allocated()).isZero();
    }

    @Test
    void aPromiseCostsAtMost64KiB() {
        byte[] claim = Hex.bytes("00 10 00 00");

        splitter.feed(claim, 0, 4, (array, offset, length) -> true);

        assertThat(splitter.allocated()).isLessThanOrEqualTo(64 * 1024);
    }

    @Test
    void memoryStaysWithinFourTimesWhatArrivedBeyondTheFirst64KiB() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] bytes = frame(LIMIT);
        int arrived = 0;

        while (arrived < bytes.length) {
            int to = Math.min(bytes.length, arrived + 1 + random.nextInt(20_000));
            splitter.feed(bytes, arrived, to, (array, offset, length) -> true);
            arrived = to;
            assertThat((long) splitter.allocated())
                    .as("after %d bytes, seed %d", arrived, seed)
                    .isLessThanOrEqualTo(Math.max(64 * 1024, 4L * arrived));
        }
        assertThat(splitter.position()).isEqualTo(bytes.length);
    }

    @Test
    void aQuarterOfALargeFrameBringsItsExactSize() {
        byte[] bytes = frame(LIMIT);

        splitter.feed(bytes, 0, LIMIT / 4 - 1, (array, offset, length) -> true);
        assertThat(splitter.allocated()).isLessThan(bytes.length / 2);
        splitter.feed(bytes, LIMIT / 4 - 1, LIMIT / 4 + 1, (array, offset, length) -> true);

        assertThat(splitter.allocated()).isEqualTo(bytes.length);
    }

    @Test
    void sinkThatSaysStopIsNotCalledAgain() {
        byte[] bytes = Hex.join(frame(1), frame(1), frame(9));
        List<Integer> seen = new ArrayList<>();

        splitter.feed(bytes, 0, bytes.length - 3, (array, offset, length) -> {
            seen.add(length);
            return false;
        });
        splitter.feed(bytes, 0, bytes.length, (array, offset, length) -> seen.add(length));
        splitter.finish();

        assertThat(seen).containsExactly(5);
        assertThat(splitter.allocated()).isZero();
    }

    @Test
    void refusesInputAfterABadFrame() {
        byte[] bytes = Hex.join(frame(2), Hex.bytes("ff ff ff ff"));
        List<Integer> seen = new ArrayList<>();

        FrameException error = catchThrowableOfType(
                FrameException.class,
                () -> splitter.feed(bytes, 0, bytes.length, (array, offset, length) -> seen.add(length)));

        assertThat(SplitSweep.Fault.of(error))
                .isEqualTo(new SplitSweep.Fault("FRAME_TOO_LARGE", 6, LIMIT, 0xFFFF_FFFFL));
        assertThat(seen).containsExactly(6);
        assertThatThrownBy(() -> splitter.feed(bytes, 0, 6, (array, offset, length) -> true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("FAILED");
    }

    @Test
    void sinkThatThrowsEndsTheSplitterAndItsErrorIsUntouched() {
        byte[] bytes = Hex.join(frame(2), frame(2));
        FrameException thrown = new FrameException("MINE", "mine", 1);

        assertThatThrownBy(() -> splitter.feed(bytes, 0, bytes.length, (array, offset, length) -> {
                    if (offset > 0) {
                        throw thrown;
                    }
                    return true;
                }))
                .isSameAs(thrown);
        assertThatThrownBy(() -> splitter.feed(bytes, 0, 6, (array, offset, length) -> true))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sinkMayNotFeedTheSplitterThatCallsIt() {
        byte[] bytes = frame(2);

        assertThatThrownBy(() -> splitter.feed(bytes, 0, 6, (array, offset, length) -> {
                    splitter.feed(bytes, 0, 6, (a, o, l) -> true);
                    return true;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("FEEDING");
    }

    @Test
    void endInsideAFrameIsTruncatedAtItsFirstByte() {
        byte[] bytes = Hex.join(frame(2), frame(2));

        splitter.feed(bytes, 0, 8, (array, offset, length) -> true);

        assertThatThrownBy(splitter::finish)
                .isInstanceOfSatisfying(
                        FrameException.class,
                        e -> assertThat(SplitSweep.Fault.of(e)).isEqualTo(SplitSweep.Fault.of("TRUNCATED", 6)));
        splitter.finish();
    }

    @Test
    void endBetweenFramesIsNoError() {
        byte[] bytes = frame(2);

        splitter.feed(bytes, 0, 6, (array, offset, length) -> true);
        splitter.finish();

        assertThatThrownBy(() -> splitter.feed(bytes, 0, 6, (array, offset, length) -> true))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLargeFrameInSmallPiecesIsMeasuredOnceAfterItsHeader() {
        int[] calls = {0};
        Delimiter counted = (array, from, to, seen) -> {
            calls[0]++;
            return to - from < 4 ? Delimiter.INCOMPLETE : 4 + Bytes.u32(array, from);
        };
        FrameSplitter counting = new FrameSplitter(counted);
        byte[] bytes = frame(LIMIT);

        for (int at = 0; at < bytes.length; at += 64) {
            counting.feed(bytes, at, Math.min(bytes.length, at + 64), (array, offset, length) -> true);
        }

        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void unmeasurableTailIsOfferedWithWhatWasSeen() {
        List<String> offers = new ArrayList<>();
        FrameSplitter lines = new FrameSplitter((array, from, to, seen) -> {
            offers.add(seen + "/" + (to - from));
            int lineFeed = Bytes.indexOf(array, from + seen, to, (byte) '\n');
            return lineFeed < 0 ? Delimiter.INCOMPLETE : lineFeed + 1 - from;
        });
        byte[] bytes = Hex.text("ab\ncde\nf");
        List<String> seen = new ArrayList<>();
        FrameSink sink = (array, offset, length) -> seen.add(Hex.of(array, offset, offset + length));

        lines.feed(bytes, 0, 1, sink);
        lines.feed(bytes, 1, 2, sink);
        lines.feed(bytes, 2, 8, sink);

        assertThat(offers).containsExactly("0/1", "1/2", "2/8", "0/5", "0/1");
        assertThat(seen).containsExactly("61620a", "6364650a");
        assertThat(lines.buffered()).isEqualTo(1);
    }
}
