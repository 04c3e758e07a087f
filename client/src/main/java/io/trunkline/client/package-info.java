/**
 * Clients: one long-lived object that asks, publishes and subscribes.
 *
 * <p>Start at {@link io.trunkline.client.TrunklineClient#connect(String, int)}. Clients are thread-safe and made to be shared;
 * options are immutable.
 */
@NullMarked
package io.trunkline.client;

import org.jspecify.annotations.NullMarked;
