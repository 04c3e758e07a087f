package io.trunkline.client;

/** Settings that only {@link TrunklineClient} understands. */
enum BrokerSetting {
    FRAMING,
    AWAIT_INITIALIZE,
    PAYLOAD_CODEC,
    CALLBACKS,
    TOKEN
}
