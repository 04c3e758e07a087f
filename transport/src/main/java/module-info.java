/** Connections over java.nio: event loops, queues and deadlines, below client and server. */
module io.trunkline.transport {
    requires static org.jspecify;
    requires transitive io.trunkline.codec;
    requires org.slf4j;
    requires jdk.net;

    uses io.trunkline.transport.internal.tls.TlsExtension;

    exports io.trunkline.transport;
    exports io.trunkline.transport.internal to
            io.trunkline.server,
            io.trunkline.client,
            io.trunkline.testing,
            io.trunkline.cli,
            io.trunkline.benchmarks;
    exports io.trunkline.transport.internal.file to
            io.trunkline.server,
            io.trunkline.client,
            io.trunkline.testing;
    exports io.trunkline.transport.internal.stream to
            io.trunkline.server,
            io.trunkline.client,
            io.trunkline.testing;
    exports io.trunkline.transport.internal.tls to
            io.trunkline.server,
            io.trunkline.client,
            io.trunkline.testing,
            io.trunkline.tls.bouncycastle,
            io.trunkline.benchmarks;
    exports io.trunkline.transport.manual to
            io.trunkline.server,
            io.trunkline.client,
            io.trunkline.testing;
}
