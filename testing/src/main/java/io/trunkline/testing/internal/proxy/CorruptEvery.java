package io.trunkline.testing.internal.proxy;

import java.util.Random;

/** Flips one bit somewhere in every so many bytes. Immutable. */
record CorruptEvery(int bytes) implements Toxic {
    @Override
    public Gate open(Random random) {
        return new Flipper(bytes, random);
    }

    private static final class Flipper extends Gate {
        private final int window;
        private final Random random;
        private int at;
        private int victim;

        Flipper(int window, Random random) {
            this.window = window;
            this.random = random;
            this.victim = random.nextInt(window);
        }

        @Override
        byte[] change(byte[] piece) {
            for (int i = 0; i < piece.length; i++) {
                if (at == victim) {
                    piece[i] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
                advance();
            }
            return piece;
        }

        private void advance() {
            at++;
            if (at == window) {
                at = 0;
                victim = random.nextInt(window);
            }
        }
    }
}
