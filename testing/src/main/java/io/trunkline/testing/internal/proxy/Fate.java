package io.trunkline.testing.internal.proxy;

/** What a gate does to the whole connection. */
enum Fate {
    /** Nothing. */
    LIVE,
    /** Both peers see the other end in order. */
    CLOSE,
    /** Both peers see a reset. */
    RESET
}
