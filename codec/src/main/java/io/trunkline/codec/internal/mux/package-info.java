/**
 * Multiplexed streams as a state machine: frames and a clock in, frames and events out.
 *
 * <p>Start with {@link io.trunkline.codec.internal.mux.Multiplexer}, one per connection; what it decides arrives at
 * {@link io.trunkline.codec.internal.mux.MuxEvents}. No sockets, threads or clocks of its own: everything here is
 * loop-confined, except for the immutable records. Implements SPEC.md section 4.
 */
@NullMarked
package io.trunkline.codec.internal.mux;

import org.jspecify.annotations.NullMarked;
