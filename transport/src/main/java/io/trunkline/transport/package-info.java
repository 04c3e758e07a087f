/**
 * Connections: who is there, how fast they take what is sent, and why they ended.
 *
 * <p>Start with {@link io.trunkline.transport.Connection} and {@link io.trunkline.transport.ConnectionHandler};
 * {@link io.trunkline.transport.TrunklineRuntime} owns the threads. What is handed out is thread-safe; handlers run one
 * callback at a time per connection.
 *
 * @serial exclude
 */
@NullMarked
package io.trunkline.transport;

import org.jspecify.annotations.NullMarked;
