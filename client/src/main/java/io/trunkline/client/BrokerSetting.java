package io.trunkline.client;

/** Settings that only {@link TrunklineClient} understands. */
enum BrokerSetting {
    FRAMING,
    AWAIT_INITIALIZE,
    PAYLOAD_CODEC,
    CALLBACKS,
    TOKEN,
    CONNECTIONS,
    WHILE_DISCONNECTED,
    OFFLINE_PUBLISHES,
    SERVICE,
    OBSERVER
}
