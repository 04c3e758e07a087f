/**
 * Listeners, routes and the broker.
 *
 * <p>Start at {@link io.trunkline.server.TrunklineServer}.
 */
module io.trunkline.server {
    requires static org.jspecify;
    requires transitive io.trunkline.transport;
    requires org.slf4j;

    exports io.trunkline.server;
    exports io.trunkline.server.apps;
}
