module consumer {
    requires io.trunkline.client;
    requires io.trunkline.server;
    requires io.trunkline.tls.bouncycastle;

    exports consumer;
}
