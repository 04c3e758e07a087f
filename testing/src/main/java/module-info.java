/** The test harness. */
module io.trunkline.testing {
    requires static org.jspecify;
    requires transitive io.trunkline.transport;
}
