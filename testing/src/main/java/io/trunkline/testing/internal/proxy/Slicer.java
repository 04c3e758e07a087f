package io.trunkline.testing.internal.proxy;

import java.time.Duration;
import java.util.Random;

/** Cuts the bytes into pieces, each written by itself, with a pause after each. Immutable. */
record Slicer(int pieceSize, Duration pause) implements Toxic {
    @Override
    public Gate open(Random random) {
        return new Knife(pieceSize, pause.toNanos());
    }

    private static final class Knife extends Gate {
        private final int pieceSize;
        private final long pause;
        private long pausesSince;
        private boolean pausing;

        Knife(int pieceSize, long pause) {
            this.pieceSize = pieceSize;
            this.pause = pause;
        }

        @Override
        long delay(Parcel head, long now) {
            return pausing ? pause - (now - pausesSince) : 0;
        }

        @Override
        int limit(int bytes, long now) {
            return Math.min(bytes, pieceSize);
        }

        @Override
        void passed(int bytes, long now) {
            pausing = true;
            pausesSince = now;
        }
    }
}
