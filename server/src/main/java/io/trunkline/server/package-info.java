/**
 * Servers: listeners, routes and the broker.
 *
 * <p>Start with {@link io.trunkline.server.TrunklineServer#builder()}. Doors are described by
 * {@link io.trunkline.server.ListenOptions}, numbers by {@link io.trunkline.server.ServerOptions}. Options are immutable, a
 * running server is thread-safe, builders are confined to their caller.
 */
@NullMarked
package io.trunkline.server;

import org.jspecify.annotations.NullMarked;
