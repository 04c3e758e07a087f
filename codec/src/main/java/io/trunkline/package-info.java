/**
 * The words that client and server share: what is said, what travels, and what can go wrong.
 *
 * <p>Start with {@link io.trunkline.Route} and {@link io.trunkline.Topic}, the contracts that both sides import, and
 * {@link io.trunkline.Payload}, the bytes; {@link io.trunkline.TrunklineException} is the root of what is thrown. Everything here is free of I/O and, unless a class says otherwise,
 * immutable and thread-safe.
 *
 * @serial exclude
 */
@NullMarked
package io.trunkline;

import org.jspecify.annotations.NullMarked;
