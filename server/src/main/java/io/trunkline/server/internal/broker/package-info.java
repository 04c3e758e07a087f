/**
 * The broker: connections that speak messages, and everything between them.
 *
 * <p>Start with {@code BrokerConnection} for one connection's life, then {@code Router}
 * for where its messages go. Connections are confined to their loop; what they share in
 * {@link io.trunkline.server.internal.broker.Broker} is thread-safe.
 */
@NullMarked
package io.trunkline.server.internal.broker;

import org.jspecify.annotations.NullMarked;
