/**
 * Keeps one connection of a client alive, whatever it carries: when to connect, where to, and when to give up.
 *
 * <p>Start at {@link io.trunkline.client.internal.supervise.Supervisor}. It is the decision only: who uses it makes the
 * connections. A supervisor is confined to its loop; {@link io.trunkline.client.internal.supervise.EndpointBook} and
 * {@link io.trunkline.client.internal.supervise.Attempt} are thread-safe.
 */
@NullMarked
package io.trunkline.client.internal.supervise;

import org.jspecify.annotations.NullMarked;
