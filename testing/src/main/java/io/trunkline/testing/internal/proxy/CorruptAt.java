package io.trunkline.testing.internal.proxy;

import java.util.Random;

/** Flips one bit of one byte. Immutable. */
record CorruptAt(long index) implements Toxic {
    @Override
    public Gate open(Random random) {
        return new Flipper(index, random.nextInt(Byte.SIZE));
    }

    private static final class Flipper extends Gate {
        private final int bit;
        private long left;

        Flipper(long left, int bit) {
            this.left = left;
            this.bit = bit;
        }

        @Override
        byte[] change(byte[] piece) {
            if (left >= 0 && left < piece.length) {
                piece[(int) left] ^= (byte) (1 << bit);
            }
            left -= piece.length;
            return piece;
        }
    }
}
