/**
 * The figures of a server as Micrometer's meters.
 *
 * <p>Start at {@link io.trunkline.micrometer.ServerMetrics}.
 */
module io.trunkline.micrometer {
    requires static org.jspecify;
    requires transitive io.trunkline.server;
    requires transitive micrometer.core;

    exports io.trunkline.micrometer;
}
