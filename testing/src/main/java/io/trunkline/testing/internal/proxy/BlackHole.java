package io.trunkline.testing.internal.proxy;

import java.util.Random;

/** Takes bytes and never forwards them; an end is kept back too, so that the receiver sees nothing but silence. Immutable. */
record BlackHole() implements Toxic {
    private static final byte[] NOTHING = {};

    @Override
    public Gate open(Random random) {
        return new Gate() {
            @Override
            long delay(Parcel head, long now) {
                return head.isEnd() ? NEVER : 0;
            }

            @Override
            boolean swallows() {
                return true;
            }

            @Override
            byte[] change(byte[] piece) {
                return NOTHING;
            }
        };
    }
}
