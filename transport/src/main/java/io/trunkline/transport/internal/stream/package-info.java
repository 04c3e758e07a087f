/**
 * Streams of a multiplexed connection, on top of the multiplexer's state machine and below client and server.
 *
 * <p>Start with {@link io.trunkline.transport.internal.stream.StreamProtocol}, which makes the logic of a connection;
 * {@link io.trunkline.transport.internal.stream.StreamSession} is one connection's streams, loop-confined;
 * {@link io.trunkline.transport.internal.stream.LiveStream} is what users hold, thread-safe.
 */
@NullMarked
package io.trunkline.transport.internal.stream;

import org.jspecify.annotations.NullMarked;
