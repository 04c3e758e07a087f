package io.trunkline.codec.internal.message;

import io.trunkline.Payload;
import io.trunkline.PayloadCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EncodedBytesTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                255,
                256,
                257,
                EncodedBytes.KEPT - 1,
                EncodedBytes.KEPT,
                EncodedBytes.KEPT + 1,
                2 * EncodedBytes.KEPT,
                5 * EncodedBytes.KEPT + 3
            })
    void givesWhatWasWrittenHoweverItWasCut(int size) {
        Random random = new Random(size);
        for (int round = 0; round < 5; round++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            EncodedBytes out = EncodedBytes.take();
            for (int at = 0; at < size; ) {
                int part = Math.min(size - at, random.nextInt(1 << random.nextInt(18)));
                if (part == 1) {
                    out.write(bytes[at]);
                } else {
                    out.write(bytes, at, part);
                }
                at += part;
            }
            assertThat(out.toBytes()).as("size %d round %d", size, round).isEqualTo(bytes);
            out.give();
        }
    }

    /** Sizes that are what the last one makes it expect, less, more, and too much to be expected. */
    @Test
    void whatWasGivenStaysAsItIsWhateverFollows() {
        int[] sizes = {70_000, 70_000, 70_000, 100_000, 70_000, 10, 3_000_000, 3_000_000, 1_048_576, 200_000, 65_536};
        List<byte[]> wanted = new ArrayList<>();
        List<byte[]> given = new ArrayList<>();
        Random random = new Random(7);
        for (int size : sizes) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            wanted.add(bytes);
            EncodedBytes out = EncodedBytes.take();
            for (int at = 0; at < size; at += 8_000) {
                out.write(bytes, at, Math.min(8_000, size - at));
            }
            given.add(out.toBytes());
            out.give();
        }
        for (int i = 0; i < sizes.length; i++) {
            assertThat(given.get(i)).as("value %d", i).isEqualTo(wanted.get(i));
        }
    }

    @Test
    void aCodecMayEncodeWithinAnEncoding() {
        Payload payload = Binding.encode("outer", new Nesting());
        assertThat(payload.text()).isEqualTo("outer[inner]");
    }

    @Test
    void whatAFailedEncodingLeftIsNotSeenAgain() {
        assertThatIllegalStateException().isThrownBy(() -> Binding.encode("x", new Failing()));
        assertThat(Binding.encode("next", new Nesting()).text()).isEqualTo("next[inner]");
    }

    /** Writes a text, and what another encoding made. */
    private static class Nesting implements PayloadCodec {
        @Override
        public void encode(Object value, OutputStream out) throws IOException {
            out.write(value.toString().getBytes(US_ASCII));
            if (!value.equals("inner")) {
                Payload inner = Binding.encode("inner", new Plain());
                ByteArrayOutputStream copy = new ByteArrayOutputStream();
                inner.writeTo(copy);
                out.write('[');
                out.write(copy.toByteArray());
                out.write(']');
            }
        }

        @Override
        public Object decode(byte[] bytes, int offset, int length, Type type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isText() {
            return true;
        }
    }

    private static final class Plain extends Nesting {
        @Override
        public void encode(Object value, OutputStream out) throws IOException {
            out.write(value.toString().getBytes(US_ASCII));
        }
    }

    private static final class Failing extends Nesting {
        @Override
        public void encode(Object value, OutputStream out) throws IOException {
            out.write(1);
            throw new IllegalStateException("half way");
        }
    }
}
