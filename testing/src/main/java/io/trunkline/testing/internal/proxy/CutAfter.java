package io.trunkline.testing.internal.proxy;

import java.util.Random;

/** Ends the connection as soon as so many bytes have passed; 0 for at once. Immutable. */
record CutAfter(long bytes, Fate fate) implements Toxic {
    @Override
    public Gate open(Random random) {
        return new Cutter(bytes, fate);
    }

    private static final class Cutter extends Gate {
        private final Fate fate;
        private long left;

        Cutter(long left, Fate fate) {
            this.left = left;
            this.fate = fate;
        }

        @Override
        int limit(int bytes, long now) {
            return (int) Math.min(bytes, left);
        }

        @Override
        void passed(int bytes, long now) {
            left -= bytes;
        }

        @Override
        Fate fate() {
            return left == 0 ? fate : Fate.LIVE;
        }
    }
}
