package io.trunkline.codec;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.frame.FrameReaders;
import io.trunkline.codec.internal.frame.Hex;
import io.trunkline.codec.internal.frame.SplitSweep;
import io.trunkline.codec.internal.frame.SplitSweep.Fault;
import io.trunkline.codec.internal.frame.SplitSweep.Invalid;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Formats as users write them: an honest one of ten lines, and those that break the contract. */
class UserFormatTest {
    /** A u8 length in front. */
    static class ByteFormat implements FrameFormat<String> {
        @Override
        public String name() {
            return "byte-length";
        }

        @Override
        public long measure(ByteBuffer in, int seen) {
            return 1L + (in.get(in.position()) & 0xFF);
        }

        @Override
        public String read(ByteBuffer frame) {
            return Payload.read(frame.position(frame.position() + 1)).text();
        }

        @Override
        public int size(String frame) {
            return 1 + Payload.ofText(frame).size();
        }

        @Override
        public void write(String frame, ByteBuffer out) {
            out.put((byte) (out.remaining() - 1)).put(Payload.ofText(frame).asByteBuffer());
        }
    }

    /** Ends at a semicolon. */
    static class Semicolons extends ByteFormat {
        @Override
        public long measure(ByteBuffer in, int seen) {
            for (int i = in.position() + seen; i < in.limit(); i++) {
                if (in.get(i) == ';') {
                    return i + 1L - in.position();
                }
            }
            return INCOMPLETE;
        }

        @Override
        public String read(ByteBuffer frame) {
            return Payload.read(frame).text();
        }
    }

    private static SplitSweep.Outcome whole(FrameFormat<?> format, String bytes) {
        byte[] all = Hex.text(bytes);
        return SplitSweep.run(subject(format), all, all.length);
    }

    private static <F> SplitSweep.Subject subject(FrameFormat<F> format) {
        return SplitSweep.of(FrameReaders.of(format, FrameLimits.of(10)));
    }

    @Test
    void tenLinesAreEnough() {
        assertThat(SplitSweep.check(new ByteFormat(), 10, Hex.text("\3abc\0\4d\u00e9f"))
                        .events())
                .containsExactly("abc", "", "d\u00e9f");
    }

    @Test
    void theLimitCountsTheWholeFrame() {
        assertThat(SplitSweep.check(new ByteFormat(), 10, Hex.text("\t123456789\n123456789A")))
                .isEqualTo(new SplitSweep.Outcome(List.of("123456789"), new Fault("FRAME_TOO_LARGE", 10, 10, 11)));
    }

    @Test
    void aFrameWithoutAnEndIsRefusedAtTheLimitHoweverItArrives() {
        assertThat(SplitSweep.check(new Semicolons(), 10, Hex.text("a;123456789;1234567890;")))
                .isEqualTo(
                        new SplitSweep.Outcome(List.of("a;", "123456789;"), new Fault("FRAME_TOO_LARGE", 12, 10, 11)));
        assertThat(SplitSweep.check(new Semicolons(), 10, Hex.text("a;1234567890123456;"))
                        .fault())
                .isEqualTo(new Fault("FRAME_TOO_LARGE", 2, 10, 11));
    }

    @Test
    void ownErrorsKeepTheirReasonAndGetTheirPlace() {
        FrameFormat<String> format = new ByteFormat() {
            @Override
            public long measure(ByteBuffer in, int seen) {
                if (in.get(in.position()) == '!') {
                    throw new FrameException("NO_SHOUTING", "no", 0);
                }
                return super.measure(in, seen);
            }

            @Override
            public String read(ByteBuffer frame) {
                if (frame.remaining() == 1) {
                    throw new PayloadException("EMPTY", "say something", 0);
                }
                return super.read(frame);
            }
        };

        assertThat(SplitSweep.check(format, 10, Hex.text("\1a\0\1b!")))
                .isEqualTo(
                        new SplitSweep.Outcome(List.of("a", new Invalid("EMPTY", 0), "b"), Fault.of("NO_SHOUTING", 5)));
    }

    @Test
    void measuringNothingOrLessEndsTheConnectionInsteadOfLooping() {
        for (long lie : new long[] {0, -2, Long.MIN_VALUE}) {
            assertThat(whole(measuring(lie), "abc").fault()).isEqualTo(Fault.of("FORMAT_FAILURE", 0));
        }
    }

    @Test
    void measuringMoreThanAnyFrameIsAboveTheLimit() {
        assertThat(whole(measuring(Long.MAX_VALUE), "abc").fault())
                .isEqualTo(new Fault("FRAME_TOO_LARGE", 0, 10, Long.MAX_VALUE));
    }

    @Test
    void measuringLessThanWasNotEnoughEndsTheConnection() {
        FrameFormat<String> forgetful = new ByteFormat() {
            @Override
            public long measure(ByteBuffer in, int seen) {
                return in.remaining() < 3 ? INCOMPLETE : 1;
            }
        };

        assertThat(SplitSweep.run(subject(forgetful), Hex.text("abc"), 2, 3).fault())
                .isEqualTo(Fault.of("FORMAT_FAILURE", 0));
    }

    @Test
    void anythingThatMeasureThrowsBecomesAFrameException() {
        for (Throwable thrown : new Throwable[] {
            new IndexOutOfBoundsException(), new PayloadException("P", "p", 0), new StackOverflowError()
        }) {
            FrameFormat<String> format = new ByteFormat() {
                @Override
                public long measure(ByteBuffer in, int seen) {
                    throw sneaky(thrown);
                }
            };

            assertThat(whole(format, "abc").fault()).isEqualTo(Fault.of("FORMAT_FAILURE", 0));
        }
    }

    @Test
    void aReadThatFailsCostsItsFrameAlone() {
        FrameFormat<String> format = new ByteFormat() {
            @Override
            public String read(ByteBuffer frame) {
                frame.position(3);
                return super.read(frame.position(0));
            }
        };

        assertThat(SplitSweep.check(format, 10, Hex.text("\3abc\1x\2yz")).events())
                .containsExactly("abc", new Invalid("FORMAT_FAILURE", -1), "yz");
    }

    @Test
    void aFormatSeesNobodyElsesBytes() {
        FrameFormat<String> curious = new ByteFormat() {
            @Override
            public String read(ByteBuffer frame) {
                return frame.clear().remaining() + "";
            }
        };

        assertThat(SplitSweep.check(curious, 10, Hex.text("\3abc\1x")).events()).containsExactly("4", "2");
    }

    private static FrameFormat<String> measuring(long answer) {
        return new ByteFormat() {
            @Override
            public long measure(ByteBuffer in, int seen) {
                return answer;
            }
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
