/**
 * The figures of a server or a client as Micrometer's meters.
 *
 * <p>Start at {@link io.trunkline.micrometer.ServerMetrics} or {@link io.trunkline.micrometer.ClientMetrics}.
 */
module io.trunkline.micrometer {
    requires static org.jspecify;
    requires transitive io.trunkline.client;
    requires transitive io.trunkline.server;
    requires transitive micrometer.core;

    exports io.trunkline.micrometer;
}
