/** One client object that survives reconnects. */
module io.trunkline.client {
    requires static org.jspecify;
    requires transitive io.trunkline.transport;
    requires org.slf4j;
}
