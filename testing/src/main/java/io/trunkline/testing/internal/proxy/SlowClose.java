package io.trunkline.testing.internal.proxy;

import java.time.Duration;
import java.util.Random;

/** Keeps back an orderly end, once every byte before it has gone. Immutable. */
record SlowClose(Duration pause) implements Toxic {
    @Override
    public Gate open(Random random) {
        return new Brake(pause.toNanos());
    }

    private static final class Brake extends Gate {
        private final long pause;
        private long since;
        private boolean braking;

        Brake(long pause) {
            this.pause = pause;
        }

        @Override
        long delay(Parcel head, long now) {
            if (head.end() != Fate.CLOSE) {
                return 0;
            }
            if (!braking) {
                braking = true;
                since = now;
            }
            return pause - (now - since);
        }
    }
}
