/**
 * The machinery behind {@link io.trunkline.client.TrunklineClient}.
 *
 * <p>Start at {@code BrokerClient}, which users hold; {@code BrokerSession} is one connection's conversation,
 * {@code Calls} its requests in flight, {@code SubscriptionRegistry} what is wanted whatever the connection. Sessions live on
 * their event loop; everything that users reach is thread-safe.
 */
@NullMarked
package io.trunkline.client.internal;

import org.jspecify.annotations.NullMarked;
