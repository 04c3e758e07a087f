package io.trunkline.testing.internal.proxy;

import java.time.Duration;
import java.util.Random;

/** Delays what arrives, ends included, without reordering it and without slowing down what follows. Immutable. */
record Latency(Duration delay, Duration jitter) implements Toxic {
    @Override
    public Gate open(Random random) {
        return new Line(delay.toNanos(), jitter.toNanos(), random);
    }

    private static final class Line extends Gate {
        private final long delay;
        private final long jitter;
        private final Random random;
        private Parcel current = Parcel.end(Fate.CLOSE, 0);
        private long due;
        private boolean used;

        Line(long delay, long jitter, Random random) {
            this.delay = delay;
            this.jitter = jitter;
            this.random = random;
        }

        @Override
        long delay(Parcel head, long now) {
            if (head != current) {
                long wanted =
                        head.arrivedNanos() + Math.max(0, delay + Math.round(jitter * (2 * random.nextDouble() - 1)));
                due = used && wanted - due < 0 ? due : wanted;
                current = head;
                used = true;
            }
            return due - now;
        }
    }
}
