package io.trunkline.client;

/** Settings that {@link TrunklineClient} does not understand. */
enum FrameSetting {
    IDLE_TIMEOUT,
    TYPED_HEARTBEATS
}
