/**
 * Behind the fault proxy: one thread with a selector of its own, and a gate per toxic, direction and connection.
 *
 * <p>Start with {@link io.trunkline.testing.internal.proxy.ProxyLoop}, then {@link io.trunkline.testing.internal.proxy.Pipe}.
 * It shares no code with the event loops that it is made to test. Loop-confined, except where a class says otherwise.
 */
@NullMarked
package io.trunkline.testing.internal.proxy;

import org.jspecify.annotations.NullMarked;
