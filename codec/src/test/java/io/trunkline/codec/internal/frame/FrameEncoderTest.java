package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.FrameFormat;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrameEncoderTest {
    /** Writes as the test says; a u16 length in front, which is what its readers believe. */
    private record Scripted(int announced, BiConsumer<String, ByteBuffer> writer) implements FrameFormat<String> {
        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public long measure(ByteBuffer in, int seen) {
            return in.remaining() < 2 ? INCOMPLETE : 2 + (in.getShort(in.position()) & 0xFFFF);
        }

        @Override
        public String read(ByteBuffer frame) {
            return Payload.read(frame.position(2)).text();
        }

        @Override
        public int size(String frame) {
            return announced;
        }

        @Override
        public void write(String frame, ByteBuffer out) {
            writer.accept(frame, out);
        }
    }

    private static void assertBroken(Scripted format, String... words) {
        assertThatThrownBy(() -> FrameEncoder.of(format, 1 << 20).toBytes("frame"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scripted")
                .hasMessageContainingAll(words);
    }

    @Test
    void aLengthCutToShortIsCaughtOnTheSender() {
        int size = 2 + 65_537;

        assertBroken(
                new Scripted(
                        size, (frame, out) -> out.putShort((short) (size - 2)).position(size)),
                "65539",
                "as 3");
    }

    @Test
    void aBufferThatIsNotFullIsCaught() {
        assertBroken(new Scripted(5, (frame, out) -> out.putShort((short) 3)), "2 of the 5 bytes");
    }

    @Test
    void writingBeyondTheBufferIsCaughtBeforeItHarmsItsNeighbours() {
        Scripted format =
                new Scripted(3, (frame, out) -> out.putShort((short) 1).putShort((short) 1));
        FrameEncoder<String> encoder = FrameEncoder.of(format, 100);
        byte[] chunk = new byte[10];

        assertThatThrownBy(() -> encoder.write("x", chunk, 2, encoder.size("x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more than the 3 bytes");
        assertThat(chunk[5]).isZero();
    }

    @Test
    void aSizeOfNothingIsCaught() {
        assertBroken(new Scripted(0, (frame, out) -> {}), "0 bytes");
        assertBroken(new Scripted(-4, (frame, out) -> {}), "-4 bytes");
    }

    @Test
    void aUsersFrameAboveTheLimitIsRefusedBeforeItIsWritten() {
        Scripted format = new Scripted(101, (frame, out) -> {
            throw new AssertionError("written");
        });

        assertThat(FrameEncoder.of(format, 101).size("x")).isEqualTo(101);
        assertThatThrownBy(() -> FrameEncoder.of(format, 100).toBytes("x"))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.reason()).isEqualTo("FRAME_TOO_LARGE"));
    }

    @Test
    void aMappedFrameIsMappedOnce() {
        int[] calls = {0};
        FrameFormat<Integer> format = FrameFormat.lengthPrefixed()
                .map(payload -> Integer.parseInt(payload.text()), (Integer number) -> {
                    calls[0]++;
                    return Payload.ofText(Integer.toString(number));
                });

        assertThat(FrameEncoder.of(format, 100).toBytes(4711)).isEqualTo(Hex.bytes("00000004 34373131"));
        assertThat(calls[0]).isEqualTo(1);
        assertThat(FrameEncoder.of(format, 100).runsUserCode()).isFalse();
    }

    @Test
    void aMappedUserFormatStillRunsUserCode() {
        FrameFormat<Integer> format = new Scripted(
                        3, (frame, out) -> out.putShort((short) 1).put((byte) '7'))
                .map(Integer::valueOf, (Integer number) -> number.toString());

        FrameEncoder<Integer> encoder = FrameEncoder.of(format, 100);

        assertThat(encoder.toBytes(7)).isEqualTo(Hex.bytes("0001 37"));
        assertThat(encoder.runsUserCode()).isTrue();
    }

    @Test
    void ourFormatsWriteInTheMiddleOfAnArrayAndAllocateNothing() {
        FrameEncoder<Payload> encoder = FrameEncoder.of(FrameFormat.envelope(), 1_000);
        Payload payload = Payload.of(new byte[128]);
        byte[] chunk = new byte[1_000];
        Runnable thousandFrames = () -> {
            for (int i = 0; i < 1_000; i++) {
                Object prepared = encoder.prepare(payload);
                encoder.write(prepared, chunk, 300, encoder.size(prepared));
            }
        };

        thousandFrames.run();

        assertThat(Allocation.of(thousandFrames)).isLessThan(1_000);
        assertThat(Hex.of(chunk, 296, 310)).isEqualTo("00000000" + "00000080" + "00000000" + "0000");
    }

    @Test
    void wholeFramesAreReadWithoutAllocation() {
        byte[] frame = FrameEncoder.of(FrameFormat.envelope(), 1_000).toBytes(Payload.of(new byte[128]));
        byte[] batch = Hex.repeat(frame, 1_000);
        MessageReader reader = MessageReader.envelope(FrameLimits.DEFAULT);
        long[] seen = {0};
        MessageSink counting = new MessageSink() {
            @Override
            public boolean message(int flags, byte[] array, int offset, int length) {
                seen[0] += length;
                return true;
            }

            @Override
            public boolean invalid(PayloadException error) {
                throw error;
            }
        };

        reader.feed(batch, 0, batch.length, counting);

        assertThat(Allocation.of(() -> reader.feed(batch, 0, batch.length, counting)))
                .isLessThan(1_000);
        assertThat(seen[0]).isEqualTo(256_000);
    }
}
