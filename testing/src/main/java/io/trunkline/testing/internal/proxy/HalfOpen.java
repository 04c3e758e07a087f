package io.trunkline.testing.internal.proxy;

import java.util.Random;

/**
 * Lets the sender vanish: its bytes are not even read, its end is not seen. Lifted, it resets the connection, as a machine
 * that comes back knows nothing of it. Immutable.
 */
record HalfOpen() implements Toxic {
    @Override
    public Gate open(Random random) {
        return new Gate() {
            @Override
            boolean reads() {
                return false;
            }

            @Override
            boolean isShut() {
                return true;
            }

            @Override
            Fate lifted() {
                return Fate.RESET;
            }
        };
    }
}
