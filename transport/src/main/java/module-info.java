/** Connections over java.nio: event loops, queues and deadlines, below client and server. */
module io.trunkline.transport {
    requires static org.jspecify;
    requires transitive io.trunkline.codec;
    requires org.slf4j;
    requires jdk.net;

    exports io.trunkline.transport;
    exports io.trunkline.transport.internal to
            io.trunkline.server,
            io.trunkline.client,
            io.trunkline.testing,
            io.trunkline.cli,
            io.trunkline.benchmarks;
}
