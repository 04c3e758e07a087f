/** Listeners, routes and the broker. */
module io.trunkline.server {
    requires static org.jspecify;
    requires transitive io.trunkline.transport;
    requires org.slf4j;
}
