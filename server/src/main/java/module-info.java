/**
 * Listeners, routes and the broker.
 *
 * <p>Start at {@link io.trunkline.server.TrunklineServer}.
 */
module io.trunkline.server {
    requires static org.jspecify;
    requires transitive io.trunkline.transport;
    requires jdk.management;
    requires re2j;
    requires org.slf4j;
    requires jdk.unsupported; // sun.misc.Signal, by reflection: a second SIGTERM

    exports io.trunkline.server;
    exports io.trunkline.server.apps;
}
