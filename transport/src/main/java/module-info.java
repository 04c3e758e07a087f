/** Connections over java.nio: event loops, queues and deadlines, below client and server. */
module io.trunkline.transport {
    requires static org.jspecify;
    requires transitive io.trunkline.codec;
    requires org.slf4j;
}
