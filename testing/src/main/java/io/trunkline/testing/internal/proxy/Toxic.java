package io.trunkline.testing.internal.proxy;

import java.util.Random;

/** One kind of fault with its numbers; makes a gate per direction and connection. Immutable. */
interface Toxic {
    /**
     * Makes the gate of one connection.
     *
     * @param random seeded for this connection and direction
     */
    Gate open(Random random);
}
