package io.trunkline.testing.internal.proxy;

import java.util.Random;

/** Keeps bytes and ends back until it is lifted; nothing is lost. Immutable. */
record Hold() implements Toxic {
    @Override
    public Gate open(Random random) {
        return new Gate() {
            @Override
            boolean isShut() {
                return true;
            }
        };
    }
}
