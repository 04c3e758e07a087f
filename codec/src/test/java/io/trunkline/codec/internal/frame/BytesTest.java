package io.trunkline.codec.internal.frame;

import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BytesTest {
    @Test
    void unsignedIntegersStayPositive() {
        byte[] array = Hex.bytes("00 80 00 00 05 ff ff ff ff ff fe");

        assertThat(Bytes.u32(array, 1)).isEqualTo(0x8000_0005L);
        assertThat(Bytes.u32(array, 5) + 8).isEqualTo(0x1_0000_0007L);
        assertThat(Bytes.u16(array, 9)).isEqualTo(0xFFFE);
    }

    @Test
    void writesBigEndian() {
        byte[] array = new byte[8];

        Bytes.put32(array, 1, 0x8123_4567);
        Bytes.put16(array, 5, 0xFEDC);

        assertThat(array).isEqualTo(Hex.bytes("00 81 23 45 67 fe dc 00"));
    }

    @Test
    void findsTheFirstOfSeveralAtEveryPlace() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            byte[] array = new byte[random.nextInt(40)];
            for (int i = 0; i < array.length; i++) {
                // Neighbours of LF by one bit and by one provoke the borrow of the eight-at-a-time search.
                array[i] = new byte[] {'\n', 0x0B, 0x09, (byte) 0x8A, 0x00, (byte) 0xFF, 'a', 'b'}[random.nextInt(8)];
            }
            int from = random.nextInt(array.length + 1);
            int to = from + random.nextInt(array.length - from + 1);

            assertThat(Bytes.indexOf(array, from, to, (byte) '\n'))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(naive(array, from, to));
        }
    }

    private static int naive(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
