package io.trunkline.testing;

import io.trunkline.Payload;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.StreamFrame;
import io.trunkline.codec.TypedFrame;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FrameFormatContractTest {
    private static final Payload EMPTY = Payload.EMPTY;
    private static final Payload TEXT = Payload.ofText("hello");

    @Test
    void formatsOfOursKeepIt() {
        FrameFormatContract.check(FrameFormat.lengthPrefixed(), TEXT, EMPTY, TEXT);
        FrameFormatContract.check(FrameFormat.envelope(), TEXT, EMPTY, TEXT);
        FrameFormatContract.check(FrameFormat.lineLength(), TEXT, EMPTY, Payload.ofText("0123456789ab"));
        FrameFormatContract.check(FrameFormat.jsonLines(), Payload.ofText("{}"), Payload.ofText("[1,2]"));
        FrameFormatContract.check(FrameFormat.typed(), new TypedFrame(0x10, 7, TEXT), new TypedFrame(1, 0, EMPTY));
        FrameFormatContract.check(
                FrameFormat.multiplexed(), new StreamFrame(1, TEXT), new StreamFrame(0xFFFF_FFFFL, EMPTY));
    }

    @Test
    void formatOfAUserKeepsIt() {
        FrameFormatContract.check(new ShoutFormat(), "hello", "", "x".repeat(255));
    }

    @Test
    void lengthThatDoesNotFitItsFieldIsFound() {
        assertBroken(new ShoutFormat(), "x".repeat(256)).withMessageContaining("size() told 257");
    }

    @Test
    void sizeThatPromisesTooLittleIsFound() {
        assertBroken(new Broken() {
                    @Override
                    public int size(String frame) {
                        return frame.length();
                    }
                })
                .withMessage("format 'broken', sample hello: write() wants more than the 5 bytes that size() told");
    }

    @Test
    void sizeThatPromisesTooMuchIsFound() {
        assertBroken(new Broken() {
                    @Override
                    public int size(String frame) {
                        return frame.length() + 2;
                    }
                })
                .withMessageContaining("write() wrote 6 bytes, size() told 7");
    }

    @Test
    void measureThatMovesTheBufferIsFound() {
        assertBroken(new Broken() {
                    @Override
                    public long measure(ByteBuffer in, int seen) {
                        return 1L + Byte.toUnsignedInt(in.get());
                    }
                })
                .withMessageContaining("measure() moved the buffer");
    }

    @Test
    void measureThatAnswersWithWhatIsThereIsFound() {
        assertBroken(new Broken() {
                    @Override
                    public long measure(ByteBuffer in, int seen) {
                        return in.remaining();
                    }
                })
                .withMessageContaining("measure() of its first 1 bytes is 1, size() told 6");
    }

    @Test
    void readThatLosesSomethingIsFound() {
        assertBroken(new Broken() {
                    @Override
                    public String read(ByteBuffer frame) {
                        return super.read(frame).toUpperCase(Locale.ROOT);
                    }
                })
                .withMessageContaining("read() of what write() wrote is HELLO");
    }

    @Test
    void checkWithoutSamplesIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> FrameFormatContract.check(new ShoutFormat()));
    }

    private static ThrowableAssertAlternative<AssertionError> assertBroken(FrameFormat<String> format) {
        return assertBroken(format, "hello");
    }

    private static ThrowableAssertAlternative<AssertionError> assertBroken(FrameFormat<String> format, String sample) {
        return assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> FrameFormatContract.check(format, sample));
    }

    /** A good format to break one method of. */
    private abstract static class Broken implements FrameFormat<String> {
        private final ShoutFormat good = new ShoutFormat();

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public long measure(ByteBuffer in, int seen) {
            return good.measure(in, seen);
        }

        @Override
        public String read(ByteBuffer frame) {
            return good.read(frame);
        }

        @Override
        public int size(String frame) {
            return good.size(frame);
        }

        @Override
        public void write(String frame, ByteBuffer out) {
            good.write(frame, out);
        }
    }
}
