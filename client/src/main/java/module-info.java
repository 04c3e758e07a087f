/**
 * One client object for the whole process, over connections of the transport.
 *
 * <p>Start at {@link io.trunkline.client.TrunklineClient}.
 */
module io.trunkline.client {
    requires static org.jspecify;
    requires transitive io.trunkline.transport;
    requires org.slf4j;

    exports io.trunkline.client;
}
