module consumer {
    requires io.trunkline.client;
    requires io.trunkline.server;

    exports consumer;
}
